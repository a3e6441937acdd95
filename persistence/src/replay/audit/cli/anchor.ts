import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Head } from "../audit.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The heads of all chains at one moment, in a file to be kept where whoever may alter the database
 * cannot reach: only against it does a chain show that its end, or all of it, was replaced.
 */
const anchorFile = z.object({
  format: z.literal("tureen-anchor-1"),
  at: z.iso.datetime(),
  heads: z.array(
    z.object({
      restaurantId: z.uuid(),
      eventNumber: z.int().min(0),
      hash,
      bill: z
        .object({
          entry: z.int().min(0),
          hash,
          published: z.object({ number: z.int().min(1), hash }).optional(),
        })
        .optional(),
    }),
  ),
});

/** Writes the heads to a file, whole or not at all. */
export async function writeAnchor(path: string, heads: readonly Head[], at: Date): Promise<void> {
  const draft = `${path}.${process.pid}`;
  const content = { format: "tureen-anchor-1", at: at.toISOString(), heads };
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`);
  await rename(draft, path);
}

/** Reads the heads of an anchor file. Throws an Error whose message says what is wrong with it. */
export async function readAnchor(path: string): Promise<readonly Head[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: cannot be read as an anchor (${(error as Error).message})`, {
      cause: error,
    });
  }
  const parsed = anchorFile.safeParse(content);
  if (parsed.success) return parsed.data.heads;
  const issue = parsed.error.issues[0];
  throw new Error(`${path}: not an anchor (${issue?.path.join(".")}: ${issue?.message})`);
}
