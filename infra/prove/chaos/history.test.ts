import {
  DinerEdits,
  editAsServer,
  encodeDocument,
  newDinerDocument,
} from "@tureen/shared/table/document/session-document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { jsonLines, Recorder, recordDocument } from "./history.ts";

const who = { phone: "p1", session: "s1", diner: "d1" };
const line = {
  item: crypto.randomUUID(),
  options: [],
  note: "",
  for: "table",
  at: 1,
} as const;

test("numbers events in the order in which they are told, with the time", () => {
  let now = 100;
  const recorder = new Recorder({ now: () => now });
  recorder.record({ kind: "connected", ...who });
  now = 105;
  recorder.record({ kind: "disconnected", ...who, reason: "1006" });
  expect(recorder.events).toEqual([
    { kind: "connected", ...who, n: 1, at: 100 },
    { kind: "disconnected", ...who, reason: "1006", n: 2, at: 105 },
  ]);
});

test("keeps no more than its limit, and says how many it dropped", () => {
  const recorder = new Recorder({ limit: 2 });
  for (let i = 0; i < 5; i++) recorder.record({ kind: "connected", ...who });
  expect(recorder.events).toHaveLength(2);
  expect(recorder.dropped).toBe(3);
});

test("records a phone's own edits before they can leave it", () => {
  const recorder = new Recorder();
  const doc = newDinerDocument(2 ** 24 + 5);
  let recordedWhenSent = 0;
  recordDocument(recorder, who, doc);
  doc.on("update", () => {
    recordedWhenSent = recorder.events.length;
  });
  const edits = new DinerEdits(doc, "d1");
  const id = edits.addLine(line, 2);
  expect(recordedWhenSent).toBe(3);
  edits.tap(id, 1);
  const sent = recorder.events.flatMap((e) => (e.kind === "sent" ? [e] : []));
  expect(sent.map((e) => [e.root, e.value, e.client, e.clock])).toEqual([
    ["lines", line, doc.clientID, 1],
    ["portions", 2, doc.clientID, 2],
    ["portions", 3, doc.clientID, 3],
  ]);
  expect(Y.getState(doc.store, doc.clientID)).toBe(3);
});

test("records what others wrote, with their client and clock, and nothing twice", () => {
  const recorder = new Recorder();
  const theirs = newDinerDocument(2 * 2 ** 24 + 9);
  new DinerEdits(theirs, "d2").mark({ ready: true, call: "none", at: 1 });
  editAsServer(theirs, (edits) => edits.facts({ status: "active" }));
  const doc = newDinerDocument(2 ** 24 + 5);
  recordDocument(recorder, who, doc);
  Y.applyUpdate(doc, encodeDocument(theirs));
  Y.applyUpdate(doc, encodeDocument(theirs));
  const seen = recorder.events.flatMap((e) => (e.kind === "seen" ? [e] : []));
  expect(seen.map((e) => [e.root, e.key, e.client, e.clock])).toEqual(
    expect.arrayContaining([
      ["marks", "d2", theirs.clientID, 1],
      ["session", "status", 1, 1],
    ]),
  );
  expect(seen).toHaveLength(2);
});

test("its own mark is not seen because an older one arrives", () => {
  const recorder = new Recorder();
  const before = newDinerDocument(2 ** 24 + 3);
  new DinerEdits(before, "d1").mark({ ready: false, call: "none", at: 1 });
  const doc = newDinerDocument(2 ** 24 + 5);
  recordDocument(recorder, who, doc);
  new DinerEdits(doc, "d1").mark({ ready: true, call: "waiter", at: 2 });
  Y.applyUpdate(doc, encodeDocument(before));
  expect(recorder.events.map((e) => e.kind)).toEqual(["document-opened", "sent"]);
});

test("what it answers at once to what has arrived is its own, and not seen", () => {
  const recorder = new Recorder();
  const before = newDinerDocument(2 ** 24 + 3);
  new DinerEdits(before, "d1").mark({ ready: false, call: "none", at: 1 });
  const doc = newDinerDocument(2 ** 24 + 5);
  const edits = new DinerEdits(doc, "d1");
  // The phone's own listener is there before the recorder's.
  doc.on("afterTransaction", ({ local }: Y.Transaction) => {
    if (!local) edits.mark({ ready: true, call: "none", at: 2 });
  });
  recordDocument(recorder, who, doc);
  Y.applyUpdate(doc, encodeDocument(before));
  expect(recorder.events.map((e) => e.kind)).toEqual(["document-opened", "sent"]);
});

test("stops when told to", () => {
  const recorder = new Recorder();
  const doc = newDinerDocument(2 ** 24 + 5);
  recordDocument(recorder, who, doc)();
  new DinerEdits(doc, "d1").addLine(line, 1);
  expect(recorder.events.map((e) => e.kind)).toEqual(["document-opened"]);
});

test("is written as one line of JSON per event", () => {
  const recorder = new Recorder({ now: () => 1 });
  recorder.record({ kind: "fault", fault: "kill", details: "append.before\nworker" });
  recorder.record({ kind: "connected", ...who });
  const lines = [...jsonLines(recorder.events)].join("").trimEnd().split("\n");
  expect(lines.map((text) => JSON.parse(text))).toEqual(recorder.events);
});
