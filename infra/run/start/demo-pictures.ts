import { readdir, readFile } from "node:fs/promises";
import { encodeDrawing } from "@tureen/collab-server/menu/photos/encoder/encode-photo";
import type { EncodedPhoto } from "@tureen/persistence/menu/photos/encoded-photo";

const FOLDER = new URL("demo-pictures/", import.meta.url);

/** The pictures of the demo's dishes, drawn for it, by the dish's code on the menu. Takes seconds. */
export async function encodeDemoPictures(): Promise<ReadonlyMap<string, EncodedPhoto>> {
  const files = await readdir(FOLDER);
  const pictures = files.map(async (file): Promise<[string, EncodedPhoto]> => {
    const svg = await readFile(new URL(file, FOLDER), "utf8");
    return [file.replace(".svg", ""), await encodeDrawing(svg)];
  });
  return new Map(await Promise.all(pictures));
}
