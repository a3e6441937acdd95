import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNotice } from "../../platform/protocol/notices.ts";
import { reactionTo } from "../../platform/protocol/reactions.ts";
import {
  clientVersion,
  OLDEST_CLIENT,
  PROTOCOL_HISTORY,
  PROTOCOL_VERSION,
} from "../../platform/protocol/version.ts";
import { NOTICES } from "./messages.ts";
import { protocolSchema } from "./schema.ts";

const hashOf = (data: unknown) => createHash("sha256").update(canonical(data)).digest("hex");

/** JSON in which the order of an object's keys does not matter. */
function canonical(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

test("a change of the protocol or of a document's values moves the version", () => {
  const newest = PROTOCOL_HISTORY.at(-1);
  expect(newest?.version).toBe(PROTOCOL_VERSION);
  // When this fails: add the next version to the history with this hash. Never change an old entry.
  expect(hashOf(protocolSchema())).toBe(newest?.hash);
});

test("versions are numbered without gaps, each says what is new, and none has another's hash", () => {
  expect(PROTOCOL_HISTORY.map(({ version }) => version)).toEqual(
    PROTOCOL_HISTORY.map((_, i) => i + 1),
  );
  for (const { what } of PROTOCOL_HISTORY) expect(what).toMatch(/\.$/);
  const hashes = PROTOCOL_HISTORY.map(({ hash }) => hash);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(OLDEST_CLIENT).toBeLessThanOrEqual(PROTOCOL_VERSION);
});

test("[P-VERSION-1] a client that names no version, or nonsense, speaks the first", () => {
  expect(["3", "12"].map(clientVersion)).toEqual([3, 12]);
  expect([null, "", "0", "-1", "2.5", "1e3", "99999999", "two"].map(clientVersion)).toEqual(
    Array(8).fill(1),
  );
});

test("[P-REACT-1] a code that this release does not know costs a phone nothing", () => {
  for (const code of ["", "tomorrows-code", "Normal Closure", "toString", "table-unknown"]) {
    for (const server of [undefined, 1, PROTOCOL_VERSION, PROTOCOL_VERSION + 1]) {
      expect(reactionTo(code, server)).toBe("later");
    }
  }
});

test("[P-REACT-2] what an older server does not know is kept; what it knows and refuses is dropped", () => {
  for (const code of ["root-unknown", "value-invalid", "content-refused", "update-malformed"]) {
    expect(reactionTo(code, undefined)).toBe("later");
    expect(reactionTo(code, PROTOCOL_VERSION - 1)).toBe("later");
    expect(reactionTo(code, PROTOCOL_VERSION)).toBe("drop");
    expect(reactionTo(code, PROTOCOL_VERSION + 1)).toBe("drop");
  }
  for (const code of ["foreign-key", "foreign-client", "foreign-delete", "written-once"]) {
    expect(reactionTo(code, undefined)).toBe("drop");
  }
});

test("[P-NOTICE-1] a notice is read as its schema has it, and any other is left alone", () => {
  const notices = [
    { kind: "welcome", protocol: 2, now: 1 },
    { kind: "menu", version: 3 },
    { kind: "people" },
    { kind: "refused", code: "too-fast" },
    { kind: "refused", code: "too-fast", protocol: 9, more: true },
  ] as const;
  for (const notice of notices) {
    expect(NOTICES[notice.kind].safeParse(notice).success).toBe(true);
    expect(parseNotice(JSON.stringify(notice))).toEqual(notice);
  }
  const none = ["", "{", "null", "[]", '"people"', '{"kind":"tomorrow"}', '{"kind":"toString"}'];
  none.push('{"kind":"welcome"}', '{"kind":"menu","version":"3"}', '{"kind":"refused"}');
  expect(none.map(parseNotice)).toEqual(none.map(() => undefined));
});

const ROOT = join(import.meta.dirname, "../../../..");
const RULE = /\b[PD]-[A-Z]+-\d+\b/g;

function* testsIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    if (name === "node_modules" || name === "dist" || name.startsWith(".")) continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* testsIn(path);
    else if (/\.(test|spec)\.tsx?$/.test(name)) yield path;
  }
}

test("every rule of SPEC.md has a test that cites it, and no test cites a rule that is not there", () => {
  const spec = readFileSync(new URL("SPEC.md", import.meta.url), "utf8");
  const rules = [...spec.matchAll(/^- \*\*([PD]-[A-Z]+-\d+)\*\*/gm)].map(([, id]) => id);
  expect(new Set(rules).size).toBe(rules.length);
  const cited = new Set<string>();
  for (const part of ["shared", "persistence", "collab-server", "web", "infra"]) {
    for (const path of testsIn(join(ROOT, part))) {
      for (const [id] of readFileSync(path, "utf8").matchAll(RULE)) cited.add(id);
    }
  }
  expect(rules.filter((id) => !cited.has(id as string))).toEqual([]);
  expect([...cited].filter((id) => !rules.includes(id))).toEqual([]);
});
