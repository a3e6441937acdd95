/**
 * Thousands of broken frames: honest ones with bytes flipped, cut off, doubled or spliced, and pure
 * noise. Whatever they turn out to mean, nothing of another diner may change, and the table goes on.
 */
import { writerOf } from "@tureen/shared/table/document/roots";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Battlefield, closeOf } from "../../testing/attacked-server.ts";
import type { LiveTable } from "../../testing/live-table.ts";
import { presenceOf } from "../../testing/presence.ts";
import { seededRandom } from "../../testing/random.ts";
import { FRAME, type RawPhone } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

/** Broken frames of each kind. */
const CASES = 1_500;
/** Frames on one socket before the next is taken, below what the limits allow. */
const PER_SOCKET = 250;

let field: Battlefield;
beforeAll(async () => {
  // Of edits and sockets as many as it takes: the limits have tests of their own.
  const free = { perSecond: 1_000, burst: 100_000 };
  field = await Battlefield.open({ allowances: { edits: free, asks: free, arrivals: free } });
});
afterEach(() => field.cleanUp());
afterAll(() => field.close());

type Random = () => number;
const below = (random: Random, n: number) => Math.floor(random() * n);

/** Honest frames of d1 to start from. */
async function honestFrames(phone: RawPhone, table: LiveTable): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  const frame = (type: number, write: (encoder: encoding.Encoder) => void) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, table.sessionId);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    frames.push(encoding.toUint8Array(encoder));
  };
  const doc = new Y.Doc();
  doc.clientID = phone.doc.clientID;
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(phone.doc));
  const before = Y.encodeStateVector(doc);
  doc.getMap("lines").set("d1-fuzzfuzz00", table.line("fuzz"));
  doc.getMap("portions").set("d1-fuzzfuzz00/d1.abc", 1);
  doc.getMap("marks").set("d1", { ready: true, call: "none", at: 1 });
  doc.getMap("marks").set("d1", { ready: false, call: "waiter", at: 2 });
  const sync = (step: number, bytes: Uint8Array) =>
    frame(FRAME.sync, (encoder) => {
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, bytes);
    });
  sync(2, Y.encodeStateAsUpdate(doc, before));
  sync(1, Y.encodeStateAsUpdate(doc));
  sync(0, before);
  frame(FRAME.awareness, (encoder) =>
    encoding.writeVarUint8Array(encoder, presenceOf([[doc.clientID, { diner: "d1" }]])),
  );
  const token = await table.token("d1");
  frame(FRAME.auth, (encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, token);
  });
  frame(FRAME.stateless, (encoder) => encoding.writeVarString(encoder, '{"kind":"menu"}'));
  return frames;
}

/** The frame's bytes after its document name, where what follows is looked at. */
const bodyStart = (table: LiveTable) => table.sessionId.length + 1;

const BREAK: Record<string, (frame: Uint8Array, start: number, random: Random) => Uint8Array> = {
  "with flipped bytes": (frame, start, random) => {
    const broken = frame.slice();
    for (let i = 0; i < 1 + below(random, 4); i += 1) {
      broken[start + below(random, frame.length - start)] = below(random, 256);
    }
    return broken;
  },
  "cut off": (frame, _start, random) => frame.slice(0, below(random, frame.length)),
  "with a piece of it doubled or left out": (frame, start, random) => {
    const from = start + below(random, frame.length - start);
    const to = from + below(random, frame.length - from);
    const piece = random() < 0.5 ? [frame.subarray(from, to)] : [];
    return Buffer.concat([
      frame.subarray(0, to),
      ...piece,
      frame.subarray(random() < 0.5 ? from : to),
    ]);
  },
  "of noise after the name": (frame, start, random) => {
    const noise = Uint8Array.from({ length: below(random, 200) }, () => below(random, 256));
    return Buffer.concat([frame.subarray(0, start), noise]);
  },
};

/** What belongs to others than d1, as it must stay. The honest diners' portions go on moving. */
function untouchable(view: SessionView) {
  const foreign = (root: "lines" | "confirms" | "marks") =>
    Object.entries(view[root]).filter(([key]) => writerOf(root, key) !== "d1");
  const { diners, receipts, orders, session } = view;
  const server = { diners, receipts, orders, session };
  return {
    lines: foreign("lines"),
    confirms: foreign("confirms"),
    marks: foreign("marks"),
    server,
  };
}

describe("Frames", () => {
  test.each(Object.keys(BREAK))(
    "%s disturb nobody",
    async (kind) => {
      const seed = 20_261_122 + kind.length;
      const random = seededRandom(seed);
      const { table, honest } = await field.table();
      const before = untouchable((await table.logged()).view);
      let phone = await field.raw(table);
      const frames = await honestFrames(phone, table);
      const start = bodyStart(table);
      let sent = 0;
      let sockets = 1;
      for (let i = 0; i < CASES; i += 1) {
        const frame = frames[below(random, frames.length)] as Uint8Array;
        phone.socket.send(BREAK[kind]?.(frame, start, random) ?? frame);
        sent += 1;
        // Lets what was sent be answered, so that most cases meet an open socket.
        if (i % 3 === 2) await new Promise((resolve) => setImmediate(resolve));
        if (phone.closed !== null || sent === PER_SOCKET) {
          phone.destroy();
          phone = await field.raw(table);
          sockets += 1;
          sent = 0;
        }
      }
      // Sockets were closed for it, else the cases were not as broken as they are meant to be.
      expect(sockets, `seed ${seed}`).toBeGreaterThan(CASES / PER_SOCKET + 5);
      phone.destroy();
      await honest.finish();
      const after = await table.logged();
      expect(untouchable(after.view), `seed ${seed}`).toEqual(before);
      // The node's own copy agrees with the log, and takes edits.
      const last = await field.raw(table);
      await until("both are the same", async () =>
        Buffer.from(Y.encodeStateVector(last.doc)).equals(
          Buffer.from(Y.encodeStateVectorFromUpdate((await table.logged()).state)),
        ),
      );
    },
    30_000,
  );

  test("of a kind that no phone sends end the connection", async () => {
    const { table, honest } = await field.table();
    for (const type of [6, 8, 9, 14, 83_513]) {
      const hostile = await field.raw(table);
      hostile.frame(type);
      expect(await hostile.untilClosed()).toBe(closeOf("update-malformed"));
    }
    await honest.finish();
  });
});
