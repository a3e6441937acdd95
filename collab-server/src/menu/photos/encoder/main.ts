/**
 * Encodes one photo: its file on standard input, the answer (answer.ts) on standard output. A process of
 * its own for each, without our environment and its secrets: whatever a decoder can be made to do by a
 * file, it is done here, and ends with it.
 */
import { constants, setPriority } from "node:os";
import { buffer } from "node:stream/consumers";
import { TureenError } from "@tureen/shared/platform/errors";
import sharp from "sharp";
import { writeAnswer } from "./answer.ts";
import { encodePhoto } from "./encode-photo.ts";

// Standard output is the answer's alone, whatever a library has to say.
console.log = console.error;
// Edits come first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
sharp.concurrency(1);
sharp.cache(false);
// Of all that the library reads only what a photo can be.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Heif"].map((format) => `VipsForeignLoad${format}Buffer`),
});

async function answer(file: Buffer): Promise<Buffer> {
  try {
    return writeAnswer(await encodePhoto(file));
  } catch (error) {
    if (error instanceof TureenError) return writeAnswer({ refused: error.code });
    throw error;
  }
}

process.stdout.write(await answer(await buffer(process.stdin)));
