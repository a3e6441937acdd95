import { describe, expect, test } from "vitest";
import { ERRORS, type ErrorCode } from "../errors.ts";
import { RECORDING_MEDIA_TYPE } from "./media-types.ts";
import type { Shape } from "./shape.ts";
import {
  type AnswerHead,
  type ClientErrorCode,
  judge,
  type Question,
  settles,
  type Verdict,
} from "./verdicts.ts";

const TOKEN: Shape = {
  fields: { accessToken: "string", accessTokenExpiresAt: "integer", now: "integer" },
};
const MARK = { json: TOKEN };
const FILE = { mediaType: RECORDING_MEDIA_TYPE };
const GOOD = JSON.stringify({ accessToken: "a", accessTokenExpiresAt: 1, now: 1, more: true });
const PAGE = "<!doctype html><title>Welcome</title>";

const head = (status: number, contentType = "application/json", redirect = false): AnswerHead => ({
  ...{ status, contentType, redirect },
});
const errorBody = (error: unknown) => JSON.stringify({ error });
const portal: Verdict = { kind: "none", code: "captive-portal" };
const network: Verdict = { kind: "none", code: "network" };

describe("what was asked for", () => {
  test("is JSON with the keys of its contract, and more in a newer server's", () => {
    const verdict = judge(head(200, "application/json; charset=UTF-8"), GOOD, MARK);
    expect(verdict).toEqual({ kind: "answer", body: JSON.parse(GOOD) });
  });

  test("is a file of its media type, as it came", () => {
    const file = head(200, RECORDING_MEDIA_TYPE);
    expect(judge(file, "two\nlines", FILE)).toEqual({
      ...{ kind: "answer", body: "two\nlines" },
    });
    for (const other of [head(200, "text/html"), head(404, RECORDING_MEDIA_TYPE), head(200, "")]) {
      expect(judge(other, "two\nlines", FILE).kind).toBe("none");
    }
    expect(judge(head(200), GOOD, FILE)).toEqual(network);
  });
});

describe("a refusal is ours", () => {
  test.each(Object.keys(ERRORS) as ErrorCode[])("with %s under its own status alone", (code) => {
    const [status, message] = ERRORS[code];
    const text = errorBody({ code, message });
    expect(judge(head(status), text, MARK)).toEqual({ kind: "refusal", error: { code, message } });
    for (const other of [200, 204, 302, 400, 401, 403, 404, 409, 500, 502, 503]) {
      if (other === status) continue;
      expect([other, judge(head(other), text, MARK)]).toEqual([other, network]);
    }
  });

  test("with what it says besides, as far as that has its form", () => {
    const error = {
      code: "pin-wrong",
      message: "No.",
      attemptsLeft: 2,
      retryAfterS: 30,
      field: "pin",
    };
    expect(judge(head(403), errorBody(error), MARK)).toEqual({ kind: "refusal", error });
    const odd = { ...error, attemptsLeft: "2", retryAfterS: null, field: {}, other: 1 };
    expect(judge(head(403), errorBody(odd), MARK)).toEqual({
      kind: "refusal",
      error: { code: "pin-wrong", message: "No." },
    });
  });
});

/** Answers of others: head, body and what they are taken for. */
const strangers: [string, AnswerHead, string, Verdict][] = [
  ...[401, 403, 404, 409, 410, 500, 502, 503].map(
    (status): [string, AnswerHead, string, Verdict] => [
      `a proxy's page with ${status}`,
      head(status, "text/html; charset=utf-8"),
      PAGE,
      network,
    ],
  ),
  ["a network's sign-in page", head(200, "text/html"), PAGE, portal],
  ["the way to a sign-in page", head(0, "", true), "", portal],
  [
    "a redirect with our own error in it",
    head(401, "application/json", true),
    errorBody({ code: "token-invalid", message: "x" }),
    portal,
  ],
  ["a network that says so", head(511, "text/html"), PAGE, portal],
  ["nothing at all", head(200, ""), "", network],
  ["nothing, as JSON", head(200), "", network],
  ["nothing, refused", head(401), "", network],
  ["no content", head(204, ""), "", network],
  [
    "our error as a page",
    head(401, "text/html"),
    errorBody({ code: "token-invalid", message: "x" }),
    network,
  ],
  [
    "our error as plain text",
    head(401, "text/plain"),
    errorBody({ code: "token-invalid", message: "x" }),
    network,
  ],
  ["our error, cut short", head(401), '{"error":{"code":"token-invalid","mess', network],
  ["our answer, cut short", head(200), GOOD.slice(0, -3), network],
  ["our answer without a part", head(200), '{"accessToken":"a","now":1}', network],
  [
    "our error as a success",
    head(200),
    errorBody({ code: "token-invalid", message: "x" }),
    network,
  ],
  ["our answer as a failure", head(401), GOOD, network],
  ["our answer under another status", head(203), GOOD, network],
  ["a list", head(200), "[]", network],
  ["null", head(200), "null", network],
  ["another product's answer", head(200), '{"status":"ok"}', network],
  ["another product's refusal", head(401), '{"error":"invalid_token"}', network],
  [
    "another product's refusal in our form",
    head(401),
    errorBody({ code: "INVALID_TOKEN", message: "x" }),
    network,
  ],
  ["an error without a code", head(401), errorBody({ message: "x" }), network],
  ["an error whose code is a number", head(401), errorBody({ code: 401, message: "x" }), network],
  ["an error without a sentence", head(401), errorBody({ code: "token-invalid" }), network],
  ["an error that is null", head(401), errorBody(null), network],
  [
    "a code that every object has",
    head(401),
    errorBody({ code: "constructor", message: "x" }),
    { kind: "none", code: "internal" },
  ],
  [
    "a newer server's refusal",
    head(403),
    errorBody({ code: "seat-suspended", message: "x" }),
    { kind: "none", code: "internal" },
  ],
];

test.each(strangers)("%s is no answer, and settles nothing", (_, answerHead, text, expected) => {
  const verdict = judge(answerHead, text, MARK);
  expect(verdict).toEqual(expected);
  if (verdict.kind !== "none") throw new Error("it was believed");
  for (const question of QUESTIONS) expect(settles(question, verdict.code)).toBe(false);
});

const QUESTIONS: readonly Question[] = ["seat", "signIn", "table", "reading", "recording"];

describe("a question", () => {
  test("is settled by what is about it", () => {
    expect(settles("seat", "diner-gone")).toBe(true);
    expect(settles("seat", "session-closed")).toBe(true);
    expect(settles("signIn", "token-expired")).toBe(true);
    expect(settles("table", "table-unknown")).toBe(true);
    expect(settles("recording", "log-gone")).toBe(true);
  });

  test("about a seat is not settled by what any request may meet", () => {
    for (const code of ["not-allowed", "origin-refused", "token-missing", "not-found"] as const) {
      expect([code, settles("seat", code)]).toEqual([code, false]);
    }
  });

  test("is never settled by what passes", () => {
    const passing: ClientErrorCode[] = ["network", "timeout", "captive-portal", "internal"];
    passing.push("overloaded", "restarting", "storage-unavailable", "rate-limited");
    passing.push("reading-unavailable");
    passing.push("request-too-slow", "origin-refused", "not-found");
    for (const question of QUESTIONS) {
      for (const code of passing) {
        expect([question, code, settles(question, code)]).toEqual([question, code, false]);
      }
    }
  });
});
