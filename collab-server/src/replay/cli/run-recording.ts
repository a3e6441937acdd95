/**
 * Drives the current code with a recorded session: the diners' edits as they came, through guard, menu
 * check, append and the confirm's decision, against a real Postgres, by the clock of the session. The
 * server's own entries are not played but made again, by the operation that made them then.
 */

import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { changeOrderStatus } from "@tureen/persistence/orders/change-order-status";
import { commitConfirm } from "@tureen/persistence/orders/commit-confirm";
import { moveLines } from "@tureen/persistence/orders/move-lines";
import { setAsideConfirm } from "@tureen/persistence/orders/set-aside-confirm";
import type { Database } from "@tureen/persistence/platform/database";
import { transaction } from "@tureen/persistence/platform/database";
import { readRecording } from "@tureen/persistence/replay/read-recording";
import { restoreMoment, restoreRestaurant } from "@tureen/persistence/replay/restore-restaurant";
import { answerCall } from "@tureen/persistence/table/answer-call";
import { appendUpdates } from "@tureen/persistence/table/append-updates";
import { closeSession } from "@tureen/persistence/table/close-session";
import { expireSessions } from "@tureen/persistence/table/expire-sessions";
import { joinSession } from "@tureen/persistence/table/join-session";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { readUpdatesAfter, type SessionKey } from "@tureen/persistence/table/load-document";
import { openSession } from "@tureen/persistence/table/open-session";
import { itemsById } from "@tureen/shared/menu/menu";
import { TureenError } from "@tureen/shared/platform/errors";
import { ReplayError } from "@tureen/shared/replay/errors";
import { EventReader, type SessionEvent } from "@tureen/shared/replay/events";
import { JournalReader } from "@tureen/shared/replay/journal";
import type { LogEntry, Recording } from "@tureen/shared/replay/recording";
import { inspectUpdate } from "@tureen/shared/table/document/guard";
import { readSession } from "@tureen/shared/table/document/session-document";
import * as Y from "yjs";
import {
  createLineCheck,
  type LineCheck,
  type LineCheckMenus,
} from "../../table/live/line-check.ts";
import { compareRecordings, type RecordingDifference } from "./compare-recording.ts";

/** Longer than any session: within a run nothing expires but what expired then. */
const DAY_MS = 86_400_000;
const STAFF = { kind: "staff", id: null } as const;

/** What driving a session came to. */
export interface RunReport {
  readonly edits: number;
  readonly confirms: number;
  /** Where today's outcome is not the recorded one; empty when nothing has changed. */
  readonly differences: readonly RecordingDifference[];
  /** Today's session, as it is on record now. */
  readonly today: Recording;
}

/** Drives a session in a restaurant of its own that it makes in this database. */
export async function runRecording(database: Database, recorded: Recording): Promise<RunReport> {
  const run = new Run(database, recorded);
  const journal = new JournalReader();
  const events = new EventReader();
  try {
    for (const [index, entry] of recorded.log.entries()) {
      const happened = events.read(entry, index, journal.apply(entry.update));
      if (entry.author === "server") await run.asServer(entry, happened);
      else await run.asDiner(entry);
    }
    return await run.report();
  } finally {
    journal.destroy();
    run.destroy();
  }
}

class Run {
  readonly #database: Database;
  readonly #recorded: Recording;
  readonly #lineCheck: LineCheck;
  readonly #menus = new MenuCache();
  /** Diners' edits that were let in then and are refused today. */
  readonly #refused: RecordingDifference[] = [];
  /** What the server cannot do again: the consequence of something else that differs. */
  readonly #undone: RecordingDifference[] = [];
  /** The session's document in the memory of the server that this plays. */
  readonly #doc = new Y.Doc();
  #seq = 0;
  #key: SessionKey | undefined;
  #pin = "";

  constructor(database: Database, recorded: Recording) {
    this.#database = database;
    this.#recorded = recorded;
    this.#lineCheck = createLineCheck(catalogOf(recorded));
  }

  destroy(): void {
    this.#doc.destroy();
  }

  /** A diner's edit, on the way that admission leads it. */
  async asDiner({ author, seq, update: sent, at }: LogEntry): Promise<void> {
    const key = this.#session();
    const refused = (found: string) =>
      this.#refused.push({
        where: `edit ${seq} by ${author}`,
        recorded: "let in",
        today: found,
      });
    const inspection = inspectUpdate(this.#doc, sent, author);
    if (!inspection.ok) {
      refused(`refused: ${inspection.code} ${inspection.detail}`);
      return;
    }
    if (!inspection.news) return;
    try {
      await this.#lineCheck(key.restaurantId, inspection.lines);
    } catch (error) {
      if (!(error instanceof TureenError)) throw error;
      refused(`refused: ${error.code}`);
      return;
    }
    const { sessionId, restaurantId } = key;
    const { update, confirms, mark } = inspection;
    const [outcome] = await appendUpdates(this.#database, {
      restaurantId,
      entries: [{ sessionId, author, update, confirms, mark }],
      now: new Date(at),
      expiresAt: new Date(at + DAY_MS),
    });
    if (outcome?.ok) await this.#catchUp();
    else refused(`refused: ${outcome?.code}`);
  }

  /** What the server did then, done again. */
  async asServer(entry: LogEntry, happened: readonly SessionEvent[]): Promise<void> {
    for (const event of happened) {
      try {
        await this.#again(event, happened);
      } catch (error) {
        if (!(error instanceof TureenError)) throw error;
        const where = `edit ${entry.seq} by the server (${event.kind})`;
        this.#undone.push({ where, recorded: "done", today: `refused: ${error.code}` });
      }
    }
    if (this.#key) await this.#catchUp();
  }

  async report(): Promise<RunReport> {
    const key = this.#session();
    const { recording: today } = await readRecording(this.#database, key, { menus: this.#menus });
    // Causes first.
    const outcomes = compareRecordings(this.#recorded, today);
    const differences = [...this.#refused, ...outcomes, ...this.#undone];
    const { log, confirms } = this.#recorded;
    return { edits: log.length, confirms: confirms.length, differences, today };
  }

  async #again(event: SessionEvent, happened: readonly SessionEvent[]): Promise<void> {
    const database = this.#database;
    const now = new Date(event.at);
    const expiresAt = new Date(event.at + DAY_MS);
    switch (event.kind) {
      case "opened":
        return this.#open(
          event.at,
          happened.some(({ kind }) => kind === "joined"),
        );
      case "joined": {
        // Whoever opened the table has sat down with it.
        if (happened.some(({ kind }) => kind === "opened")) return;
        const seat = { name: "Guest", pin: this.#pin, now, expiresAt, refreshExpiresAt: expiresAt };
        await joinSession(database, { ...this.#session(), ...seat });
        return;
      }
      case "left":
        await leaveSession(database, { ...this.#session(), diner: event.diner, by: STAFF, now });
        return;
      case "answered":
        await answerCall(database, { ...this.#session(), diner: event.diner, by: STAFF, now });
        return;
      case "ordered":
      case "rejected":
        return this.#decide(event.confirm, event.at);
      case "status": {
        const { restaurantId } = this.#session();
        const { from, to, reason, moves } = event;
        const orderId = this.#todaysOrder(event.order);
        if (moves) {
          const lines = moves.map(({ line, from, to }) => ({ line, from, to }));
          const move = { restaurantId, orderId, moves: lines, by: STAFF, now };
          // Nothing was moved where it followed from a void: a run does no bills.
          if (lines.length > 0) await moveLines(database, move);
          return;
        }
        const move = { restaurantId, orderId, from, to, now };
        await changeOrderStatus(database, { ...move, by: STAFF, ...(reason ? { reason } : {}) });
        return;
      }
      case "ended":
        if (event.status === "closed")
          await closeSession(database, { ...this.#session(), by: STAFF, now });
        else await expireSessions(database, { now: new Date(event.at + 2 * DAY_MS) });
        return;
      default:
        throw new ReplayError("recording-broken", `the server did not do "${event.kind}"`);
    }
  }

  async #open(at: number, hosted: boolean): Promise<void> {
    const now = new Date(at);
    const { menus, table } = this.#recorded;
    const { restaurantId, tableId } = await transaction(this.#database, (tx) =>
      restoreRestaurant(tx, { name: "Replay", table, menus, now }),
    );
    const expiresAt = new Date(at + DAY_MS);
    const host = hosted ? { host: { name: "Guest", refreshExpiresAt: expiresAt } } : {};
    const { sessionId, pin } = await openSession(this.#database, {
      restaurantId,
      tableId,
      by: hosted ? { kind: "diner", id: "d1" } : STAFF,
      pinLength: 6,
      now,
      expiresAt,
      ...host,
    });
    this.#key = { restaurantId, sessionId };
    this.#pin = pin;
  }

  /** Gives a confirm its outcome, in the state of menu and availability that it met then. */
  async #decide(confirmId: string, at: number): Promise<void> {
    const key = this.#session();
    const result = this.#recorded.confirms.find((q) => q.confirm === confirmId)?.result;
    const input = { ...key, confirmId, now: new Date(at) };
    if (!result) {
      await setAsideConfirm(this.#database, { ...input, error: "set aside on the evening" });
      return;
    }
    const { menuVersion, availability, clock, maxAgeMs, due = 0 } = result;
    await restoreMoment(this.#database, { ...key, menuVersion, availability, clock });
    if (!readSession(this.#doc).confirms[confirmId]) return;
    // Nothing is paid here: what was due then is due again.
    const dueBefore = () => due;
    await commitConfirm(this.#database, { ...input, menus: this.#menus, maxAgeMs, dueBefore });
  }

  /** The order that today came of the confirm that the recorded order came of. */
  #todaysOrder(recordedId: string): string {
    const confirm = this.#recorded.orders.find((order) => order.id === recordedId)?.confirm;
    const orders = Object.entries(readSession(this.#doc).orders);
    const id = orders.find(([, order]) => order.confirm === confirm)?.[0];
    if (id === undefined) throw new TureenError("order-unknown");
    return id;
  }

  #session(): SessionKey {
    if (!this.#key) throw new ReplayError("recording-broken", "it does not begin with an opening");
    return this.#key;
  }

  /** Reads what was appended into the document in memory, as a server does. */
  async #catchUp(): Promise<void> {
    const rows = await readUpdatesAfter(this.#database, { ...this.#session(), after: this.#seq });
    for (const { update, seq } of rows) {
      Y.applyUpdate(this.#doc, update, "log");
      this.#seq = seq;
    }
  }
}

/** The recorded menus, as the menu check asks for them. */
function catalogOf({ menus }: Recording): LineCheckMenus {
  const latest = menus.at(-1);
  if (!latest) throw new ReplayError("recording-broken", "it has no menu");
  const items = async (_restaurantId: string, version: number) => {
    const menu = menus.find((m) => m.version === version);
    return menu ? itemsById(menu) : new Map();
  };
  return {
    items,
    currentItems: async () => ({ version: latest.version, items: itemsById(latest) }),
    forget: () => {},
  };
}
