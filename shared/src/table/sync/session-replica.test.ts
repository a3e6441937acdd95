import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { dinerAt, portionKey } from "../document/keys.ts";
import { DinerEdits, newDinerDocument } from "../document/session-document.ts";
import { SessionReplica } from "./session-replica.ts";

const SEAT = 1;
const DINER = dinerAt(SEAT);
const ITEM = "01890a5d-ac96-774b-bcce-b302099a8057";
/** Client ids are random: of two who write at once Yjs prefers the higher, which must be the old page. */
const HIGHEST = SEAT * 2 ** 24 + 2 ** 24 - 1;

/** The page that was there before: its updates in order, some of which have not arrived yet. */
function oldPage() {
  const doc = newDinerDocument(HIGHEST);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const edits = new DinerEdits(doc, DINER);
  const line = edits.addLine({ item: ITEM, options: [], note: "", for: DINER, at: 1 }, 5);
  for (const by of [1, 1]) edits.tap(line, by);
  return { line, key: portionKey(line, DINER, HIGHEST), updates };
}

describe("A page that goes on with what another one has written", () => {
  it("keeps its value when frames of the other, with older ones, come later", () => {
    const { line, key, updates } = oldPage();
    const [added, six] = updates as [Uint8Array, Uint8Array];
    const page = new SessionReplica(DINER, SEAT);
    // The server has the line, and the taps are still under way from the page before.
    page.take(added, true);
    page.adopt(updates);
    const shown = () => page.view.portions[key];
    expect(shown()).toBe(7);
    const server = new Y.Doc();
    Y.applyUpdate(server, added);
    Y.applyUpdate(server, Y.encodeStateAsUpdate(page.doc));
    Y.applyUpdate(server, six);
    page.take(Y.encodeStateAsUpdate(server, Y.encodeStateVector(page.doc)), true);
    expect(shown()).toBe(7);
    Y.applyUpdate(server, Y.encodeStateAsUpdate(page.doc));
    expect(server.getMap("portions").get(key)).toBe(7);
    expect(page.view.lines[line]).toBeDefined();
  });

  it("gives way to what the other writes after that", () => {
    const { line, key, updates } = oldPage();
    const page = new SessionReplica(DINER, SEAT);
    page.take(updates[0] as Uint8Array, true);
    page.adopt(updates);
    const other = newDinerDocument(HIGHEST);
    for (const update of updates) Y.applyUpdate(other, update);
    other.clientID = HIGHEST;
    new DinerEdits(other, DINER).tap(line, 2);
    page.take(Y.encodeStateAsUpdate(other), true);
    expect(page.view.portions[key]).toBe(9);
  });
});

describe("A page that begins afresh after a refusal", () => {
  const CLAIM = { order: ITEM, line: "d1-aaaaaaaaaa" };
  /** A page whose claim the server has, and the server. */
  function claimed() {
    const page = new SessionReplica(DINER, SEAT);
    page.edits.claim(CLAIM, 5);
    const server = new Y.Doc();
    Y.applyUpdate(server, Y.encodeStateAsUpdate(page.doc));
    return { page, server };
  }
  function beginAfresh(page: SessionReplica, server: Y.Doc): void {
    page.beginAfresh();
    page.take(Y.encodeStateAsUpdate(server), true);
    for (const { update } of page.pieces()) Y.applyUpdate(server, update);
  }

  it("takes back again what it had taken back, which the server does not know", () => {
    const { page, server } = claimed();
    page.edits.claim(CLAIM, null);
    beginAfresh(page, server);
    expect(page.view.claims).toEqual({});
    expect(server.getMap("claims").size).toBe(0);
  });

  it("leaves alone what another device of the diner has said since", () => {
    const { page, server } = claimed();
    page.edits.claim(CLAIM, null);
    new DinerEdits(server, DINER).claim(CLAIM, 7);
    beginAfresh(page, server);
    expect(Object.values(page.view.claims)).toEqual([7]);
    expect([...server.getMap("claims").values()]).toEqual([7]);
  });
});
