import fc from "fast-check";
import { expect, test } from "vitest";
import type { StoreMood } from "./testing/faulty-store.ts";
import type { Mishap } from "./testing/model-server.ts";
import { ModelTable, type TokenMood } from "./testing/model-table.ts";

/** Something that happens at the table; `toString` is what a failure prints. */
class Happening implements fc.AsyncCommand<object, ModelTable> {
  readonly #name: string;
  readonly #act: (table: ModelTable) => unknown;

  constructor(name: string, act: (table: ModelTable) => unknown) {
    this.#name = name;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(_: object, table: ModelTable): Promise<void> {
    await this.#act(table);
    await table.settle();
    table.check();
  }

  toString(): string {
    return this.#name;
  }
}

const page = fc.constantFrom(0, 1, 2);
const few = fc.nat(20);
const MISHAPS: readonly Mishap[] = [
  "lost-before-log",
  "lost-after-log",
  "storage-unavailable",
  "overloaded",
  "token-expired",
];
const MOODS: readonly StoreMood[] = ["well", "hanging", "throwing", "failing", "full"];
const TOKENS: readonly TokenMood[] = ["well", "away", "hanging"];

const edits = [
  fc.tuple(page, fc.boolean()).map(([who, isBad]) => {
    return new Happening(`add(${who}, ${isBad})`, (table) => table.add(who, isBad));
  }),
  fc.tuple(page, few, fc.constantFrom(1, -1)).map(([who, n, by]) => {
    return new Happening(`tap(${who}, ${n}, ${by})`, (table) => table.tap(who, n, by as 1 | -1));
  }),
  fc.tuple(page, few).map(([who, n]) => {
    return new Happening(`confirm(${who}, ${n})`, (table) => table.confirm(who, n));
  }),
];
const network = [
  fc.nat(8).map((n) => new Happening(`deliver(${n})`, (table) => table.server.deliver(n))),
  fc.nat(40_000).map((ms) => new Happening(`pass(${ms})`, (table) => table.pass(ms))),
  page.map((who) => new Happening(`cut(${who})`, (table) => table.server.cut(who))),
  fc.constant(new Happening("cut()", (table) => table.server.cut())),
  page.map((who) => {
    return new Happening(`unreachable(${who})`, (table) => table.phone(who).unreachable());
  }),
  page.map((who) => {
    return new Happening(`reachable(${who})`, (table) => table.phone(who).reachable());
  }),
  fc.constantFrom(...MISHAPS).map((mishap) => {
    return new Happening(`mishap(${mishap})`, (table) => table.server.mishaps.push(mishap));
  }),
  fc.constantFrom(undefined, "token-expired" as const, "overloaded" as const).map((why) => {
    return new Happening(`denies(${why})`, (table) => {
      table.server.denies = why;
    });
  }),
  fc.constantFrom(...TOKENS).map((mood) => {
    return new Happening(`tokens(${mood})`, (table) => {
      table.tokenMood = mood;
    });
  }),
  fc.constantFrom(1, 2).map((version) => {
    return new Happening(`version(${version})`, (table) => {
      table.server.version = version;
    });
  }),
];
const storage = [
  fc.tuple(page, fc.constantFrom(...MOODS)).map(([who, mood]) => {
    return new Happening(`store(${who}, ${mood})`, (table) => {
      table.store(who).mood = mood;
    });
  }),
  page.map((who) => {
    return new Happening(`takeAway(${who})`, (table) => table.store(who).takeAway());
  }),
  page.map((who) => new Happening(`clear(${who})`, (table) => table.clearStore(who))),
  page.map((who) => new Happening(`reload(${who})`, (table) => table.reload(who))),
  fc.constant(new Happening("open second tab", (table) => table.openPage(2))),
  fc.constant(new Happening("close second tab", (table) => table.closePage(2))),
];

const LONG = { maxCommands: 60, size: "max" } as const;
/** The suite plays the same sessions each time; `SEED=` and `RUNS=` play others. */
const PARAMETERS = {
  seed: Number(process.env.SEED ?? 20261129),
  numRuns: Number(process.env.RUNS ?? 150),
};

async function atATable(commands: Iterable<fc.AsyncCommand<object, ModelTable>>): Promise<void> {
  const table = await ModelTable.open();
  try {
    await fc.asyncModelRun(() => ({ model: {}, real: table }), commands);
    await table.comeToRest();
  } finally {
    await table.close();
  }
}

test("[P-SYNC-2, P-ACK-3] nothing is lost, and nothing is called saved that is not, whatever the network does", {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands([...edits, ...network], LONG), atATable),
    PARAMETERS,
  );
});

test("nor whatever happens to the phone's storage and its page", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands([...edits, ...network, ...storage], LONG), atATable),
    PARAMETERS,
  );
});

test("[P-REACT-3] a phone that was refused one dish loses that dish alone", async () => {
  const table = await ModelTable.open();
  await table.pass(1_000);
  for (const isBad of [false, true, false]) table.add(0, isBad);
  table.confirm(0, 0);
  await table.comeToRest();
  expect(Object.keys(table.phone(1).view.lines)).toHaveLength(2);
  expect(Object.keys(table.phone(1).view.confirms)).toHaveLength(1);
  await table.close();
});
