import { describe, expect, test } from "vitest";
import { tableOfRequest } from "./table-of-request.ts";

describe("The table of a request", () => {
  const id = "0190a3c4-1111-7222-8333-444455556666";
  const rid = "0190a3c4-9999-7222-8333-444455556666";
  const bearer = (claims: object) =>
    `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
  const nothing = { sessionId: undefined, restaurantId: undefined };

  test.each([`/collab/${id}`, `/yjs/${id}?token=a.b.c`, `/api/staff/sessions/${id}/close`])(
    "stands in the address %s",
    (url) => expect(tableOfRequest(url, {})).toEqual({ ...nothing, sessionId: id }),
  );

  test("its restaurant is what the phone says", () => {
    const url = `/collab/${id}?protocol=8&restaurant=${rid}`;
    expect(tableOfRequest(url, {})).toEqual({ sessionId: id, restaurantId: rid });
  });

  test("stands in a diner's token, in the header or in a tool's address", () => {
    const authorization = bearer({ sid: id, rid, sub: "d1" });
    const both = { sessionId: id, restaurantId: rid };
    expect(tableOfRequest("/api/diner/session", { authorization })).toEqual(both);
    const token = authorization.slice("Bearer ".length);
    expect(tableOfRequest(`/yjs/${id}?token=${token}`, {})).toEqual(both);
  });

  test("the restaurant of staff stands in their cookie", () => {
    const cookie = `theme=dark; tureen_staff=${rid}.c2VjcmV0`;
    const found = tableOfRequest("/api/kitchen/events", { cookie });
    expect(found).toEqual({ ...nothing, restaurantId: rid });
  });

  test.each([
    ["/collab", {}],
    [`/collab/${id}0`, {}],
    ["/collab?restaurant=x", {}],
    ["/api/diner/session", { authorization: "Bearer nonsense" }],
    ["/api/diner/session", { authorization: "Bearer a.b.c" }],
    ["/api/diner/session", { authorization: "Bearer a.bnVsbA.c" }],
    ["/api/diner/session", { authorization: bearer({ sid: 7, rid: {} }) }],
    ["/api/diner/session", { authorization: bearer({ sid: "x".repeat(36) }) }],
    ["/api/diner/session", { authorization: `Bearer a.${"e".repeat(3_000)}` }],
    ["/api/staff/me", { cookie: "tureen_staff=x" }],
    ["/api/staff/me", { cookie: `not_tureen_staff=${rid}.x` }],
  ])("is unknown for %s with %j", (url, headers) => {
    expect(tableOfRequest(url, headers)).toEqual(nothing);
  });
});
