import { readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { parseRecording } from "@tureen/shared/replay/file";
import type { Recording } from "@tureen/shared/replay/recording";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RECORDINGS } from "../testing/recordings/scenes.ts";
import { runRecording } from "./run-recording.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

async function recorded(name: string): Promise<Recording> {
  return parseRecording(
    await readFile(new URL(`../testing/recordings/${name}.tureen`, import.meta.url), "utf8"),
  );
}

/** What the confirms of a session came to: "ordered", or the reasons. */
function outcomes({ confirms }: Recording): string[] {
  return confirms.map(({ result }) => {
    if (!result) return "none";
    const { decision } = result;
    return decision.ok ? "ordered" : decision.lines.map((line) => line.code).join(" ");
  });
}

/** What makes each of them hard. */
const HARD: Readonly<Record<string, readonly string[]>> = {
  "offline-merge": ["already-ordered", "ordered"],
  "double-confirm": ["already-ordered", "ordered"],
  "sold-out": ["sold-out", "ordered"],
};

test("every recorded evening is one of those that are kept, and the other way round", () => {
  expect(Object.keys(RECORDINGS).sort()).toEqual(Object.keys(HARD).sort());
});

describe.each(Object.keys(HARD))("the evening %s", (name) => {
  test("holds its hard case, and its record is true", async () => {
    const recording = await recorded(name);
    for (const outcome of HARD[name] ?? []) {
      expect(outcomes(recording)).toContainEqual(expect.stringContaining(outcome));
    }
    expect(verifyRecording(recording)).toMatchObject({ ok: true, pending: 0 });
    expect(recording.names).toBeUndefined();
  });

  test("ends with today's code as it ended then, twice the same", async () => {
    const recording = await recorded(name);
    for (let round = 0; round < 2; round++) {
      const { differences, today, edits } = await runRecording(database.pool, recording);
      expect(differences).toEqual([]);
      expect(edits).toBe(recording.log.length);
      expect(outcomes(today)).toEqual(outcomes(recording));
      expect(verifyRecording(today)).toMatchObject({ ok: true });
    }
  });

  test("played as it was recorded, it is recorded with the same outcomes", async () => {
    const again = await RECORDINGS[name]?.(database.pool);
    expect(again && outcomes(again).sort()).toEqual(outcomes(await recorded(name)).sort());
  });
});

describe("a run says where today differs", () => {
  test("an outcome that was another then", async () => {
    const recording = await recorded("sold-out");
    const confirms = recording.confirms.map((queued) => {
      const { result } = queued;
      if (!result || result.decision.ok) return queued;
      const lines = result.decision.lines.map(({ line }) => ({ line, code: "off-menu" }) as const);
      return { ...queued, result: { ...result, decision: { ...result.decision, lines } } };
    });
    const { differences } = await runRecording(database.pool, { ...recording, confirms });
    expect(differences).toHaveLength(2);
    for (const difference of differences) {
      expect(difference).toMatchObject({
        where: expect.stringMatching(/^confirm d[12]-.*, lines\[0\]\.code$/),
        recorded: "off-menu",
        today: "sold-out",
      });
    }
  });

  test("a price that is computed otherwise", async () => {
    const recording = await recorded("double-confirm");
    const menus = recording.menus.map((menu) => ({
      ...menu,
      categories: menu.categories.map((category) => ({
        ...category,
        items: category.items.map((item) => ({ ...item, price: item.price + 10 })),
      })),
    }));
    const { differences } = await runRecording(database.pool, { ...recording, menus });
    expect(differences[0]).toMatchObject({
      where: expect.stringMatching(/^confirm d1-.*, ok$/),
      recorded: true,
      today: false,
    });
  });

  test("an edit that was let in then and is refused today", async () => {
    const recording = await recorded("double-confirm");
    const theirs = recording.log.find((entry) => entry.author === "d1");
    const log = recording.log.map((e) => (e === theirs ? { ...e, author: "d2" } : e));
    const { differences } = await runRecording(database.pool, { ...recording, log });
    expect(differences[0]).toMatchObject({
      where: `edit ${theirs?.seq} by d2`,
      recorded: "let in",
      today: expect.stringContaining("foreign-client"),
    });
  });
});
