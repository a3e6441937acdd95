/**
 * The replay: how fast one moment of a long session is there, beside plain Yjs over the same log, and
 * how fast and with how much memory all sessions of a database are verified.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { commitConfirm } from "@tureen/persistence/orders/commit-confirm";
import { createPool, type Database } from "@tureen/persistence/platform/database";
import { appendUpdates } from "@tureen/persistence/table/append-updates";
import { eventsOf } from "@tureen/shared/replay/events";
import { readJournal } from "@tureen/shared/replay/journal";
import { Player } from "@tureen/shared/replay/player";
import type { LogEntry } from "@tureen/shared/replay/recording";
import { stateAt } from "@tureen/shared/replay/state-at";
import { dinerAt, newClientId } from "@tureen/shared/table/document/keys";
import { DinerEdits, newDinerDocument } from "@tureen/shared/table/document/session-document";
import type { Confirm } from "@tureen/shared/table/document/types";
import * as Y from "yjs";
import { median, type Percentiles, percentiles } from "./figures.ts";
import { seededRandom } from "./random.ts";
import { fillRestaurant } from "./restaurant.ts";

const LONG_SESSION_EDITS = 20_000;
const DINERS = 4;
/** Prime to the number of diners, so that all of them take dishes; below the bounds of a diner. */
const NEW_LINE_EVERY = 31;
const MAX_NEW_LINES = 600;
const SEEKS = 500;
const MEMORY_EVERY_MS = 50;
const APPEND_AT_ONCE = 500;
/** The part of the sessions that is verified first, to see whether memory grows with the rest. */
const FIRST_PART = 0.25;

export interface ReplayBenchOptions {
  readonly databaseUrl: string;
  readonly rounds: number;
  readonly sessions: number;
  readonly editsPerSession: number;
}

export interface VerifyFigures {
  readonly sessions: number;
  readonly seconds: number;
  readonly peakMb: number;
}

export interface ReplayFigures {
  readonly edits: number;
  /** Updates per second, median of the rounds. */
  readonly plainPerSecond: number;
  readonly atPerSecond: number;
  readonly journalPerSecond: number;
  /** `at` over plain, median of the rounds. */
  readonly atOverPlain: number;
  /** To anywhere in the session, with the whole view made. */
  readonly seekMs: Percentiles;
  readonly verify: readonly VerifyFigures[];
}

export async function benchReplay(
  options: ReplayBenchOptions,
  say: (text: string) => void,
): Promise<ReplayFigures> {
  say(`replay: one recorded of ${LONG_SESSION_EDITS} edits`);
  const moment = benchMoment(longSession(LONG_SESSION_EDITS), options.rounds);
  const verify: VerifyFigures[] = [];
  const database = createPool({ url: options.databaseUrl, poolMax: 4, role: null });
  try {
    const first = Math.max(1, Math.round(options.sessions * FIRST_PART));
    for (const more of [first, options.sessions - first]) {
      if (more === 0) continue;
      say(`replay: filling ${more} sessions of ${options.editsPerSession} edits`);
      await fillSessions(database, more, options.editsPerSession);
      say("replay: verifying all");
      const sessions = (verify.at(-1)?.sessions ?? 0) + more;
      verify.push({ sessions, ...(await verifyAll(options.databaseUrl)) });
    }
  } finally {
    await database.end();
  }
  return { ...moment, verify };
}

/** Plain Yjs and ours in turn, each round, so that neither has the quieter machine. */
function benchMoment(log: readonly LogEntry[], rounds: number): Omit<ReplayFigures, "verify"> {
  const took = { plain: [] as number[], at: [] as number[], journal: [] as number[] };
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    const plain = seconds(() => {
      const doc = new Y.Doc();
      for (const { update } of log) Y.applyUpdate(doc, update);
      doc.destroy();
    });
    const at = seconds(() => stateAt(log, log.length));
    const journal = seconds(() => eventsOf(readJournal(log)));
    if (round === 0) continue;
    took.plain.push(plain);
    took.at.push(at);
    took.journal.push(journal);
  }
  const random = seededRandom(1);
  const player = new Player(readJournal(log));
  const seeks = Array.from({ length: SEEKS }, () => {
    const index = Math.floor(random() * log.length);
    return seconds(() => player.seek(index).view()) * 1000;
  });
  const perSecond = (times: readonly number[]) => log.length / median(times);
  return {
    edits: log.length,
    plainPerSecond: perSecond(took.plain),
    atPerSecond: perSecond(took.at),
    journalPerSecond: perSecond(took.journal),
    atOverPlain: median(took.plain.map((plain, i) => plain / (took.at[i] ?? plain))),
    seekMs: percentiles(seeks),
  };
}

function seconds(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** Four diners who take dishes and tap, each edit an update of its own, as a log holds them. */
function longSession(edits: number, item = "00000000-0000-4000-8000-000000000001"): LogEntry[] {
  const log: LogEntry[] = [];
  const phones = Array.from({ length: DINERS }, (_, i) => {
    const doc = newDinerDocument(newClientId(i + 1));
    return { doc, edits: new DinerEdits(doc, dinerAt(i + 1)) };
  });
  for (const [i, { doc }] of phones.entries()) {
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "others") return;
      log.push({ seq: log.length + 1, author: dinerAt(i + 1), at: log.length * 1000, update });
      for (const other of phones) if (other.doc !== doc) Y.applyUpdate(other.doc, update, "others");
    });
  }
  const lines: string[] = [];
  for (let n = 0; n < edits; n++) {
    const phone = phones[n % DINERS];
    const line = lines[(n * 7) % (lines.length || 1)];
    if (n % NEW_LINE_EVERY === 0 && lines.length < MAX_NEW_LINES) {
      const value = { item, options: [], note: "", for: "table", at: n * 1000 } as const;
      lines.push(phone?.edits.addLine(value, 2) ?? "");
    } else if (line !== undefined) {
      // Up and down in turn, so that no portion reaches its bound.
      phone?.edits.tap(line, Math.floor(n / DINERS) % 2 === 0 ? 1 : -1);
    }
  }
  return log;
}

/**
 * Sessions of so many edits and one order each. All have the same diners' updates: documents know
 * nothing of each other, and what is measured is reading and verifying them.
 */
async function fillSessions(database: Database, sessions: number, edits: number): Promise<void> {
  const key = new Uint8Array(32);
  const sizes: number[] = new Array(sessions).fill(DINERS);
  const { restaurantId, places, dish } = await fillRestaurant(database, key, sizes);
  const documents = [...new Set(places.map((place) => place.document))];
  const now = new Date();
  const rules = { restaurantId, now, expiresAt: new Date(now.getTime() + 86_400_000) };
  const menus = new MenuCache();
  const { log, confirmId, confirm } = withConfirm(longSession(edits, dish.item), dish, now);
  for (const sessionId of documents) {
    for (let from = 0; from < log.length; from += APPEND_AT_ONCE) {
      const entries = log.slice(from, from + APPEND_AT_ONCE).map(({ author, update }, i) => {
        const confirms = from + i === log.length - 1 ? [{ id: confirmId, confirm }] : [];
        return { sessionId, author, update, confirms };
      });
      await appendUpdates(database, { ...rules, entries });
    }
    const decide = { restaurantId, sessionId, confirmId, menus, maxAgeMs: 600_000, now };
    const { receipt } = await commitConfirm(database, decide);
    if (!receipt.ok) throw new Error(`not ordered: ${JSON.stringify(receipt)}`);
  }
}

/** The log with a confirm of one portion of its first line at its end. */
function withConfirm(
  log: readonly LogEntry[],
  dish: { readonly price: number; readonly menuVersion: number },
  now: Date,
): { log: LogEntry[]; confirmId: string; confirm: Confirm } {
  const doc = newDinerDocument(newClientId(1));
  for (const { update } of log) Y.applyUpdate(doc, update);
  const before = Y.encodeStateVector(doc);
  const [line = ""] = doc.getMap("lines").keys();
  const edits = new DinerEdits(doc, "d1");
  edits.tap(line, 5);
  const confirm: Confirm = {
    lines: [{ line, quantity: 1, unitPrice: dish.price, ordered: 0 }],
    total: dish.price,
    menuVersion: dish.menuVersion,
    at: now.getTime(),
  };
  const confirmId = edits.confirm(confirm);
  const update = Y.encodeStateAsUpdate(doc, before);
  doc.destroy();
  const last = { seq: log.length + 1, author: "d1", at: now.getTime(), update };
  return { log: [...log, last], confirmId, confirm };
}

/** The command itself, in a process of its own whose memory is watched. */
async function verifyAll(databaseUrl: string): Promise<Omit<VerifyFigures, "sessions">> {
  const entry = new URL("../../run/replay.ts", import.meta.url).pathname;
  const started = performance.now();
  const child = spawn(process.execPath, [entry, "verify", "--all", "--no-live"], {
    env: { PATH: process.env.PATH ?? "", DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = once(child, "exit");
  let peakKb = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peakKb = Math.max(peakKb, await peakOf(child.pid));
    await Promise.race([exited, sleep(MEMORY_EVERY_MS)]);
  }
  if (child.exitCode !== 0) throw new Error(`verify --all ended with ${child.exitCode}`);
  return { seconds: (performance.now() - started) / 1000, peakMb: peakKb / 1024 };
}

/** The most resident memory that a process has had, kB; 0 when it has just ended. */
async function peakOf(pid: number | undefined): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  } catch {
    // It ended between the question and the answer.
    return 0;
  }
}

export function replayReport(figures: ReplayFigures): string {
  const thousands = (n: number) => `${Math.round(n / 1000)} thousand`;
  return [
    `one recorded of ${figures.edits} edits\n`,
    `  plain Y.applyUpdate    ${thousands(figures.plainPerSecond)} updates/s\n`,
    `  at                     ${thousands(figures.atPerSecond)} updates/s, ${figures.atOverPlain.toFixed(2)} × plain (aim at least 0.5)\n`,
    `  timeline               ${thousands(figures.journalPerSecond)} updates/s\n`,
    `  seek to anywhere       p50 ${figures.seekMs.p50.toFixed(2)} ms, p99 ${figures.seekMs.p99.toFixed(2)} ms\n`,
    ...figures.verify.map(
      ({ sessions, seconds, peakMb }) =>
        `verify --all of ${sessions} sessions: ${seconds.toFixed(1)} s, ${Math.round(sessions / seconds)} sessions/s, at most ${Math.round(peakMb)} MB\n`,
    ),
  ].join("");
}
