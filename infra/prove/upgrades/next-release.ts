/**
 * Tomorrow's release, as far as today's can meet it: a copy of these sources whose document model has
 * grown. Diners may give the evening stars, a root that today's server does not know, and a mark may say
 * that somebody is thirsty, a field that today's schema refuses.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type CheckedOut, changeText, linkDependencies } from "./check-out.ts";

const PARTS = [
  "shared",
  "persistence",
  "collab-server",
  "infra/prove/upgrades",
  "infra/prove/bench",
];

/** What is changed, file by file; each text must be there exactly once. */
const CHANGES: Readonly<Record<string, readonly (readonly [before: string, after: string])[]>> = {
  "shared/src/platform/protocol/version.ts": [
    ["export const PROTOCOL_VERSION = ", "export const PROTOCOL_VERSION = 1 + "],
  ],
  "shared/src/table/document/roots.ts": [
    [
      'import { session } from "./roots/session.ts";\n',
      'import { session } from "./roots/session.ts";\nimport { stars } from "./roots/stars.ts";\n',
    ],
    ["{ lines, portions, marks, confirms }", "{ lines, portions, marks, stars, confirms }"],
  ],
  "shared/src/table/document/values.ts": [
    [
      'import { sessionSchema } from "./roots/session.ts";\n',
      'import { sessionSchema } from "./roots/session.ts";\nimport { starsSchema } from "./roots/stars.ts";\n',
    ],
    ["  marks: markSchema(),\n", "  marks: markSchema(),\n  stars: starsSchema(),\n"],
  ],
  "shared/src/table/document/roots/marks.ts": [
    [
      "    ready: z.boolean(),\n",
      "    ready: z.boolean(),\n    thirsty: z.boolean().optional(),\n",
    ],
  ],
};

/** What is added, file by file. */
const ADDED: Readonly<Record<string, string>> = {
  "shared/src/table/document/roots/stars.ts": `import { z } from "zod";
import { DINER } from "../key-forms.ts";
import { dinerRoot } from "../root.ts";

export const stars = dinerRoot<number>({ written: "often", key: new RegExp(\`^(\${DINER})$\`) });

export const starsSchema = () => z.int().min(1).max(5);
`,
};

/** Makes it in a folder of its own, ready to run. */
export async function makeNextRelease(checkout: string): Promise<CheckedOut> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-next-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const filter = (path: string) => basename(path) !== "node_modules";
    for (const part of PARTS) {
      await cp(join(checkout, part), join(folder, part), { recursive: true, filter });
    }
    await cp(join(checkout, "package.json"), join(folder, "package.json"));
    for (const [file, changes] of Object.entries(CHANGES)) {
      await change(join(folder, file), changes);
    }
    for (const [file, text] of Object.entries(ADDED)) await writeFile(join(folder, file), text);
    await linkDependencies(checkout, folder);
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function change(
  path: string,
  changes: readonly (readonly [before: string, after: string])[],
): Promise<void> {
  let text = await readFile(path, "utf8");
  for (const [before, after] of changes) text = changeText(path, text, before, after);
  await writeFile(path, text);
}
