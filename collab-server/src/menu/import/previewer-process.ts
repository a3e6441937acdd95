/**
 * Makes one preview of a menu in a file: the task as JSON on standard input, the preview on standard output.
 * A process of its own with a bounded heap (previewer.ts): a file of megabytes is work for seconds, which
 * no edit waits for.
 */
import { constants, setPriority } from "node:os";
import { json } from "node:stream/consumers";
import { previewImport } from "@tureen/persistence/menu/draft/preview-import";
import type { PreviewTask } from "./previewer.ts";

// Edits come first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const { ground, file } = (await json(process.stdin)) as PreviewTask;
process.stdout.write(JSON.stringify(previewImport(ground, file)));
