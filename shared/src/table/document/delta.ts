import * as Y from "yjs";

/** Structs of one client, in order; the first of them is new from this clock on. */
export interface NewStructs {
  readonly clock: number;
  readonly structs: Y.Item[];
}

/** What an update brings beyond what the document holds. */
export interface Delta {
  readonly structs: ReadonlyMap<number, NewStructs>;
  /** By client, as clock and length, in ascending order. */
  readonly deletes: ReadonlyMap<number, readonly (readonly [clock: number, length: number])[]>;
}

/**
 * Writes news as an update of its own. A phone that comes back sends every delete of the document
 * again, its own and everybody else's; the log need not keep them all once more.
 */
export function encodeDelta({ structs, deletes }: Delta): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(structs.size);
  for (const [client, { clock, structs: items }] of structs) {
    encoder.writeLen(items.length);
    encoder.writeClient(client);
    encoder.writeLen(clock);
    // Only the first can reach back into what is known.
    for (const item of items) item.write(encoder, Math.max(0, clock - item.id.clock));
  }
  encoder.writeLen(deletes.size);
  for (const [client, ranges] of deletes) {
    encoder.writeLen(client);
    encoder.writeLen(ranges.length);
    for (const [clock, length] of ranges) {
      encoder.writeLen(clock);
      encoder.writeLen(length);
    }
  }
  return encoder.toUint8Array();
}
