import {
  DinerEdits,
  encodeDocument,
  newDinerDocument,
  rebuildDocument,
} from "@tureen/shared/table/document/session-document";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { canonicalBytes, equalBytes } from "./canonical.ts";
import { prepareGround } from "./ground.ts";
import { checkReplicasEqual } from "./replicas-equal.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { busiest, codesOf, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

const updatesOf = (bad: Tampered) => busiest(bad).log.map((row) => row.update);

function replicaOf(bad: Tampered, name: string) {
  const replica = bad.evidence.replicas.find((r) => r.name === name);
  if (!replica) throw new Error(`no replica ${name}`);
  return replica;
}

test("finds nothing in a good evening", () => {
  const bad = tamper(recorded);
  const { offences, counts } = checkReplicasEqual([], prepareGround(bad.evidence));
  expect(offences).toEqual([]);
  expect(counts).toMatchObject({ sessions: 2, replicas: 4, snapshots: 1 });
});

test("the same edits have the same canonical bytes, however they were delivered", () => {
  const updates = updatesOf(tamper(recorded));
  const expected = canonicalBytes(encodeDocument(rebuildDocument(updates)));
  const raw = new Set<string>();
  fc.assert(
    fc.property(
      fc.shuffledSubarray(updates, { minLength: updates.length }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: updates.length }),
      fc.boolean(),
      (shuffled, sizes, gc) => {
        let doc = new Y.Doc({ gc });
        for (let i = 0; shuffled.length > 0; i++) {
          doc = rebuildDocument(shuffled.splice(0, sizes[i]), doc);
        }
        raw.add(Buffer.from(encodeDocument(doc)).toString("base64"));
        expect(equalBytes(canonicalBytes(encodeDocument(doc)), expected)).toBe(true);
      },
    ),
    { numRuns: 100, seed: 7 },
  );
  // Else this would say nothing: as Yjs holds them, these documents are not the same bytes.
  expect(raw.size).toBeGreaterThan(1);
});

test("a replica that lacks the last edit", () => {
  const bad = tamper(recorded);
  const updates = updatesOf(bad);
  replicaOf(bad, "t1-d1").state = encodeDocument(rebuildDocument(updates.slice(0, -1)));
  expect(codesOf(checkReplicasEqual, bad)).toEqual(["replica-differs"]);
});

test("a replica with an edit of its own", () => {
  const bad = tamper(recorded);
  const replica = replicaOf(bad, "t1-d1");
  const doc = rebuildDocument([replica.state], newDinerDocument(2 ** 24 + 77));
  new DinerEdits(doc, "d1").mark({ ready: false, call: "bill", at: 1 });
  replica.state = encodeDocument(doc);
  const { offences } = checkReplicasEqual([], prepareGround(bad.evidence));
  expect(offences.map((o) => o.message)).toEqual([
    "Replica t1-d1 differs from the replayed log in marks d1.",
  ]);
});

test("a replica that waits for what it never received", () => {
  const bad = tamper(recorded);
  const updates = updatesOf(bad);
  // Without the first edit of the server all its later ones wait.
  replicaOf(bad, "t1-d2").state = encodeDocument(rebuildDocument(updates.slice(1)));
  expect(codesOf(checkReplicasEqual, bad)).toEqual(["replica-incomplete"]);
});

test("a snapshot that is not the document of its number", () => {
  const bad = tamper(recorded);
  const session = bad.evidence.sessions.find((s) => s.snapshots.length > 0);
  const snapshot = session?.snapshots[0];
  if (!session || !snapshot) throw new Error("no snapshot");
  snapshot.state = encodeDocument(rebuildDocument(updatesOf(bad).slice(0, snapshot.seq - 1)));
  expect(codesOf(checkReplicasEqual, bad)).toEqual(["snapshot-differs"]);
});

test("a snapshot that claims more than the log holds", () => {
  const bad = tamper(recorded);
  const session = bad.evidence.sessions.find((s) => s.snapshots.length > 0);
  const snapshot = session?.snapshots[0];
  if (snapshot) snapshot.seq = 1_000;
  expect(codesOf(checkReplicasEqual, bad)).toEqual(["snapshot-differs"]);
});

test("a log with a hole", () => {
  const bad = tamper(recorded);
  const session = busiest(bad);
  session.log = session.log.filter((row) => row.seq !== 3);
  expect(codesOf(checkReplicasEqual, bad)).toContain("log-broken");
});

test("a log that ends before its head", () => {
  const bad = tamper(recorded);
  busiest(bad).headSeq += 1;
  expect(codesOf(checkReplicasEqual, bad)).toEqual(["log-broken"]);
});

test("a log with bytes that are no update", () => {
  const bad = tamper(recorded);
  const row = busiest(bad).log.at(-1);
  if (row) row.update = Uint8Array.of(9, 9, 9);
  expect(codesOf(checkReplicasEqual, bad)).toEqual(["log-broken", "replica-differs"]);
});
