import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "../../api.ts";
import type { Seat } from "./seat.ts";
import { createTokenSource, isFinal } from "./tokens.ts";

afterEach(() => vi.unstubAllGlobals());

function source(accessTokenExpiresAt: number) {
  let seat = {
    accessToken: "old",
    accessTokenExpiresAt,
    refreshToken: "refresh",
    clockOffsetMs: 0,
  } as Seat;
  return createTokenSource(
    () => seat,
    (change) => {
      seat = { ...seat, ...change };
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
  tokens.expire();
  expect(await tokens.get()).toBe("new");
});

test("tells a lost seat from a lost signal", async () => {
  answerWith(409, { error: { code: "session-closed", message: "closed" } });
  const lost = await source(0)
    .get()
    .catch((error: unknown) => error);
  expect(isFinal(lost) && lost.code).toBe("session-closed");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  const offline = await source(0)
    .get()
    .catch((error: unknown) => error);
  expect(offline).toBeInstanceOf(ApiError);
  expect(isFinal(offline)).toBe(false);
});
