import { expect, test } from "vitest";
import * as Y from "yjs";
import { newClientId } from "./keys.ts";
import { DinerEdits, encodeDocument, newDinerDocument, readSession } from "./session-document.ts";
import type { Line } from "./types.ts";

const line = (note: string): Line => ({
  ...{ item: "0190c1a2-0000-7000-8000-000000000001", options: [], note, for: "table", at: 1 },
});

/** An update of a device of d1 that writes this line. */
function written(id: string, note: string): Uint8Array {
  const doc = newDinerDocument(newClientId(1));
  doc.getMap("lines").set(id, line(note));
  return encodeDocument(doc);
}

test("a line that was written twice without seeing each other is none, in whatever order it comes", () => {
  const once = written("d1-aaaaaaaaaa", "once");
  const twice = ["soup", "caviar"].map((note) => written("d1-bbbbbbbbbb", note));
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, once);
    Y.applyUpdate(doc, twice[order[0] ?? 0] as Uint8Array);
    expect(Object.keys(readSession(doc).lines)).toEqual(["d1-aaaaaaaaaa", "d1-bbbbbbbbbb"]);
    Y.applyUpdate(doc, twice[order[1] ?? 0] as Uint8Array);
    expect(readSession(doc).lines).toEqual({ "d1-aaaaaaaaaa": line("once") });
    // Nor after a snapshot, which no longer holds what the loser of the two was.
    const loaded = new Y.Doc();
    Y.applyUpdate(loaded, encodeDocument(doc));
    expect(readSession(loaded).lines).toEqual({ "d1-aaaaaaaaaa": line("once") });
  }
});

test("an honest line stays, whatever else its diner writes", () => {
  const doc = newDinerDocument(newClientId(1));
  const edits = new DinerEdits(doc, "d1");
  const ids = ["a", "b", "c"].map((note) => edits.addLine(line(note), 1));
  for (const id of ids) edits.tap(id, 1);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, encodeDocument(doc));
  expect(Object.keys(readSession(copy).lines).sort()).toEqual(ids.sort());
  expect(readSession(copy).lines).toEqual(doc.getMap("lines").toJSON());
});
