import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

/** GNU Unifont's descendant with a picture of 16 dots for every letter of the basic plane. */
const PACKAGED = "@fontsource/unifontex/files/unifontex-latin-400-normal.woff";
export const FONT_FAMILY = "UnifontExMono";

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/** Made once for each process: what draws keeps the path for good. */
let folder: Promise<string> | undefined;
let written: Promise<string> | undefined;

/** The path of the font as what draws text reads it, unpacked when it is first asked for. */
export function fontFile(): Promise<string> {
  written ??= write().catch((error: unknown) => {
    written = undefined;
    throw error;
  });
  return written;
}

/** Removes what `fontFile` wrote, when nothing more is drawn. */
export async function removeFontFile(): Promise<void> {
  written = undefined;
  if (folder) await rm(await folder, { recursive: true, force: true });
}

async function write(): Promise<string> {
  const packed = await readFile(createRequire(import.meta.url).resolve(PACKAGED));
  folder ??= mkdtemp(join(tmpdir(), "tureen-font-"));
  await mkdir(await folder, { recursive: true, mode: 0o700 });
  const file = join(await folder, "unifontex.ttf");
  await writeFile(file, unpackWoff(packed));
  return file;
}

/** A font as WOFF wraps it, unwrapped: the tables behind each other, behind their directory. */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const power = Math.floor(Math.log2(count));
  const header = Buffer.alloc(SFNT_HEADER + SFNT_ENTRY * count);
  header.writeUInt32BE(woff.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * count - 16 * 2 ** power, 10);
  const parts: Buffer[] = [header];
  let at = header.length;
  for (let i = 0; i < count; i += 1) {
    const entry = WOFF_HEADER + WOFF_ENTRY * i;
    const from = woff.readUInt32BE(entry + 4);
    const [packed, size] = [woff.readUInt32BE(entry + 8), woff.readUInt32BE(entry + 12)];
    const raw = woff.subarray(from, from + packed);
    const table = packed < size ? inflateSync(raw) : raw;
    const to = SFNT_HEADER + SFNT_ENTRY * i;
    woff.copy(header, to, entry, entry + 4);
    woff.copy(header, to + 4, entry + 16, entry + 20);
    header.writeUInt32BE(at, to + 8);
    header.writeUInt32BE(size, to + 12);
    const padding = Buffer.alloc((4 - (size % 4)) % 4);
    parts.push(table, padding);
    at += size + padding.length;
  }
  return Buffer.concat(parts);
}
