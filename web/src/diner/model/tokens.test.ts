import { ServerClock } from "@tureen/shared/table/sync/server-clock";
import { realTimers } from "@tureen/shared/table/sync/timers";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "../../platform/live/api.ts";
import { createTokens, lostBy } from "./tokens.ts";

afterEach(() => vi.unstubAllGlobals());

function source(accessTokenExpiresAt: number) {
  let seat = { accessToken: "old", accessTokenExpiresAt, refreshToken: "refresh" };
  return createTokens(
    () => seat,
    new ServerClock(realTimers),
    (token) => {
      seat = { ...seat, ...token };
    },
  );
}

function answerWith(status: number, body: unknown) {
  const fetch = vi.fn(async () => Response.json(body, { status }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const fresh = { accessToken: "new", accessTokenExpiresAt: Date.now() + 600_000, now: Date.now() };

test("uses the token while it is good", async () => {
  const fetch = answerWith(200, fresh);
  expect(await source(Date.now() + 600_000).get()).toBe("old");
  expect(fetch).not.toHaveBeenCalled();
});

test("many askers at once cause one refresh", async () => {
  const fetch = answerWith(200, fresh);
  const tokens = source(Date.now() + 5_000);
  expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(["new", "new"]);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(await tokens.get()).toBe("new");
  expect(fetch).toHaveBeenCalledTimes(1);
});

test("a token the server refused is not used again", async () => {
  answerWith(200, fresh);
  const tokens = source(Date.now() + 600_000);
  tokens.forget();
  expect(await tokens.get()).toBe("new");
});

/** What a refresh that was answered so fails with. */
async function failure(): Promise<unknown> {
  return source(0)
    .get()
    .catch((error: unknown) => error);
}

test("tells a lost seat from a lost signal", async () => {
  answerWith(409, { error: { code: "session-closed", message: "closed" } });
  const lost = await failure();
  expect(lostBy(lost)).toBe("session-closed");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  const offline = await failure();
  expect(offline).toBeInstanceOf(ApiError);
  expect(lostBy(offline)).toBeUndefined();
});

test.each([
  [401, { error: { code: "session-closed", message: "under another status" } }],
  [401, { error: { code: "token-missing", message: "a header was lost on the way" } }],
  [401, { error: "invalid_token" }],
  [403, { error: { code: "origin-refused", message: "a proxy changed the origin" } }],
  [403, { error: { code: "seat-suspended", message: "a newer server" } }],
  [404, { error: { code: "not-found", message: "another path" } }],
  [404, {}],
  [409, null],
  [200, { token: "of somebody else" }],
])("keeps the seat when the answer is %i %j", async (status, body) => {
  answerWith(status, body);
  const failed = await failure();
  expect(failed).toBeInstanceOf(ApiError);
  expect(lostBy(failed)).toBeUndefined();
});

test("a connection is told whether to ask again", async () => {
  answerWith(200, fresh);
  expect(await source(0).answer()).toEqual({ token: "new" });
  answerWith(403, { error: { code: "diner-gone", message: "removed" } });
  expect(await source(0).answer()).toEqual({ refused: "diner-gone" });
  answerWith(502, "<h1>Bad gateway</h1>");
  expect(await source(0).answer()).toEqual({ away: true });
});
