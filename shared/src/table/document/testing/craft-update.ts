/**
 * Test support: writes Yjs updates that no honest client would write, and checks what an accepted
 * update did. Not part of the product.
 */
import { isDeepStrictEqual } from "node:util";
import * as Y from "yjs";
import { ROOTS, writerOf } from "../roots.ts";
import { encodeDocument, readSession } from "../session-document.ts";
import type { DinerId } from "../types.ts";

/** Where a crafted item claims to belong: a root and key, a predecessor, or a nested parent. */
export interface Claim {
  readonly root?: string;
  readonly key?: string | null;
  readonly origin?: readonly [client: number, clock: number];
  readonly rightOrigin?: readonly [client: number, clock: number];
  readonly parentId?: readonly [client: number, clock: number];
}

export interface Block {
  readonly client: number;
  readonly clock: number;
  readonly structs: readonly (Y.Item | Y.GC | Y.Skip)[];
}

const NO_ID = Y.createID(0, 0);

/** An item as it goes over the wire; ids are the block's business. */
export function item(content: Y.Item["content"], claim: Claim): Y.Item {
  const id = (pair: readonly [number, number] | undefined) =>
    pair ? Y.createID(pair[0], pair[1]) : null;
  const parent = id(claim.parentId) ?? claim.root ?? "lines";
  return new Y.Item(
    NO_ID,
    null,
    id(claim.origin),
    null,
    id(claim.rightOrigin),
    // Over the wire a root is its name.
    parent as unknown as Y.Item["parent"],
    claim.key ?? null,
    content,
  );
}

export const gc = (length: number) => new Y.GC(NO_ID, length);
export const skip = (length: number) => new Y.Skip(NO_ID, length);
export const any = (...values: unknown[]) => new Y.ContentAny(values);
export const deleted = (length: number) => new Y.ContentDeleted(length);

/** Encodes blocks and delete ranges as they are, however wrong. */
export function craft(
  blocks: readonly Block[],
  deletes: readonly (readonly [client: number, clock: number, length: number])[] = [],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(blocks.length);
  for (const { client, clock, structs } of blocks) {
    encoder.writeLen(structs.length);
    encoder.writeClient(client);
    encoder.writeLen(clock);
    for (const struct of structs) struct.write(encoder, 0);
  }
  encoder.writeLen(deletes.length);
  for (const range of deletes) {
    encoder.writeLen(range[0]);
    encoder.writeLen(1);
    encoder.writeLen(range[1]);
    encoder.writeLen(range[2]);
  }
  return encoder.toUint8Array();
}

/** A copy of a document that shares nothing with it. */
export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, encodeDocument(doc));
  return copy;
}

/**
 * Applies an accepted update and names everything it did that it must not: keys of others changed,
 * written-once values changed, structs left pending, roots invented, copies that read differently,
 * also the one that only gets what is `stored` of the update.
 */
export function harmOf(
  doc: Y.Doc,
  update: Uint8Array,
  stored: Uint8Array,
  diner: DinerId,
): string[] {
  const [before, bytes] = [readSession(doc), encodeDocument(doc)];
  const replayed = copyOf(doc);
  Y.applyUpdate(replayed, stored);
  let changed = false;
  const follower = copyOf(doc);
  const follow = (made: Uint8Array) => {
    changed = true;
    Y.applyUpdate(follower, made);
  };
  doc.on("update", follow);
  Y.applyUpdate(doc, update);
  doc.off("update", follow);
  const after = readSession(doc);
  const harm: string[] = [];
  for (const root of ROOTS) {
    const [was, is] = [before[root], after[root]] as Record<string, unknown>[];
    for (const key of new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])) {
      if (isDeepStrictEqual(was?.[key], is?.[key])) continue;
      const once = root === "lines" || root === "confirms";
      if (writerOf(root, key) !== diner) harm.push(`foreign ${root} ${key}`);
      else if (once && was && key in was) harm.push(`rewritten ${root} ${key}`);
    }
  }
  if (!changed && !isDeepStrictEqual(encodeDocument(doc), bytes)) harm.push("changed in silence");
  if (doc.store.pendingStructs) harm.push("pending structs");
  if (doc.store.pendingDs) harm.push("pending deletes");
  for (const name of doc.share.keys()) {
    if (!(ROOTS as readonly string[]).includes(name)) harm.push(`root ${name}`);
  }
  if (!isDeepStrictEqual(readSession(copyOf(doc)), after)) harm.push("a copy reads differently");
  if (!isDeepStrictEqual(readSession(follower), after)) harm.push("a follower reads differently");
  if (!isDeepStrictEqual(encodeDocument(replayed), encodeDocument(doc))) {
    harm.push("what is stored makes another document");
  }
  return harm;
}
