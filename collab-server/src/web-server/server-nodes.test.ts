import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ServerNodes } from "./server-nodes.ts";
import { sessionOfRequest } from "./session-of-request.ts";

const [A, B, C] = ["127.0.0.1:5000", "127.0.0.1:5001", "server:5000"] as const;
const NODES = [A, B, C];
const sessions = Array.from({ length: 600 }, () => randomUUID());
const placesOf = (nodes: ServerNodes) => sessions.map((session) => nodes.ofSession(session));

describe("Where a request goes", () => {
  test("each session has one node, and the nodes share them evenly", () => {
    const places = placesOf(new ServerNodes(NODES));
    expect(placesOf(new ServerNodes(NODES))).toEqual(places);
    for (const node of NODES) {
      const share = places.filter((place) => place === node).length / sessions.length;
      expect(share).toBeGreaterThan(0.22);
      expect(share).toBeLessThan(0.45);
    }
  });

  test("when a node is down, only its own sessions move, and they come back", () => {
    const nodes = new ServerNodes(NODES);
    const before = placesOf(nodes);
    const cut: string[] = [];
    nodes.onCutOff((node) => cut.push(node));
    nodes.down(B);
    const during = placesOf(nodes);
    expect(cut).toEqual([B]);
    expect(during).not.toContain(B);
    for (const [i, place] of before.entries()) if (place !== B) expect(during[i]).toBe(place);
    // Its sessions do not all land on one other node.
    const moved = new Set(during.filter((_, i) => before[i] === B));
    expect([...moved].sort()).toEqual([A, C]);
    nodes.up(B);
    expect(placesOf(nodes)).toEqual(before);
  });

  test("what belongs to no session goes round the nodes that are up", () => {
    const nodes = new ServerNodes(NODES);
    expect(new Set([nodes.next(), nodes.next(), nodes.next()])).toEqual(new Set(NODES));
    nodes.down(A, { cutOff: false });
    expect(new Set([1, 2, 3, 4].map(() => nodes.next()))).toEqual(new Set([B, C]));
  });

  test("when none is up, all are tried", () => {
    const nodes = new ServerNodes([A, B]);
    for (const node of nodes.addresses) nodes.down(node);
    expect(new Set([nodes.next(), nodes.next()])).toEqual(new Set([A, B]));
  });
});

describe("The session of a request", () => {
  const id = "0190a3c4-1111-7222-8333-444455556666";
  const bearer = (claims: object) =>
    `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;

  test.each([`/collab/${id}`, `/yjs/${id}?token=a.b.c`, `/api/staff/sessions/${id}/close`])(
    "stands in the address %s",
    (url) => expect(sessionOfRequest(url, {})).toBe(id),
  );

  test("stands in a diner's token", () => {
    const headers = { authorization: bearer({ sid: id, sub: "d1" }) };
    expect(sessionOfRequest("/api/diner/session", headers)).toBe(id);
  });

  test.each([
    ["/collab", undefined],
    [`/collab/${id}0`, undefined],
    ["/api/diner/session", "Bearer nonsense"],
    ["/api/diner/session", "Bearer a.b.c"],
    ["/api/diner/session", bearer({ sid: 7 })],
    ["/api/diner/session", bearer({ sid: "x".repeat(36) })],
    ["/api/diner/session", `Bearer a.${"e".repeat(3_000)}`],
  ])("is unknown for %s with %s", (url, authorization) => {
    expect(sessionOfRequest(url, { authorization })).toBeUndefined();
  });
});
