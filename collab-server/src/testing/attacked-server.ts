import { appendUpdates } from "@tureen/persistence/table/append-updates";
import { readHead } from "@tureen/persistence/table/load-document";
import { later } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { MAX_DOCUMENT_BYTES_PER_DINER } from "@tureen/shared/platform/limits";
import { closeCodeFor, type LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { dinerAt, newClientId, newLineId, seatOf } from "@tureen/shared/table/document/keys";
import { newDinerDocument } from "@tureen/shared/table/document/session-document";
import type { Line } from "@tureen/shared/table/document/types";
import type * as Y from "yjs";
import { Cleanup } from "./cleanup.ts";
import { HonestDiners } from "./honest-diners.ts";
import { type LiveNode, startLiveNode } from "./live-node.ts";
import { type LiveTable, openLiveTable } from "./live-table.ts";
import { LocalSignals } from "./local-signals.ts";
import { connectRawPhone, RawPhone } from "./raw-phone.ts";

/** The seat of the first of d1's accomplices, who are not at the table when the test begins. */
const FIRST_ACCOMPLICE = 10;

/** A table with d1, who is hostile, and d2 and d3, who order all the while. */
export interface AttackedTable {
  readonly table: LiveTable;
  readonly honest: HonestDiners;
}

/** One server process on a database of its own, for a file of attacks. */
export class AttackedServer {
  readonly db: TestDatabase;
  readonly node: LiveNode;
  readonly signals: LocalSignals;
  readonly #cleanup = new Cleanup();

  private constructor(db: TestDatabase, node: LiveNode, signals: LocalSignals) {
    this.db = db;
    this.node = node;
    this.signals = signals;
  }

  static async open(options: Partial<Parameters<typeof startLiveNode>[0]> = {}) {
    const db = await createTestDatabase();
    const signals = new LocalSignals();
    const node = await startLiveNode({ database: db.pool, signals, ...options });
    return new AttackedServer(db, node, signals);
  }

  async table(): Promise<AttackedTable> {
    const table = await openLiveTable(this.db.pool, { diners: 3 });
    const honest = await HonestDiners.start(this.node, table);
    return { table, honest: this.#cleanup.add(honest, (diners) => diners.destroy()) };
  }

  /** A client of this diner that is signed in and has received the document. */
  async raw(table: LiveTable, diner = "d1", headers = {}): Promise<RawPhone> {
    const phone = await connectRawPhone(this.node, table, diner, headers);
    return this.#cleanup.add(phone, (p) => p.destroy());
  }

  /** A client that has connected and not said who it is. */
  async stranger(name: string): Promise<RawPhone> {
    const phone = this.#cleanup.add(new RawPhone(this.node.url, name), (p) => p.destroy());
    await phone.open();
    return phone;
  }

  /** How often the log of a session was written to by a diner. */
  async loggedBy(table: LiveTable, author: string): Promise<number> {
    const { rows } = await this.db.owner.query<{ n: number }>(
      "select count(*)::int as n from session_updates where session_id = $1 and author = $2",
      [table.sessionId, author],
    );
    return rows[0]?.n ?? 0;
  }

  /**
   * As if so many accomplices had each written all that one diner may. It goes straight into the
   * log, so that a test need not wait for what the limits make slow.
   */
  async fillLog(table: LiveTable, accomplices: number, fill = fillWithText): Promise<void> {
    const { restaurantId, sessionId } = table;
    for (let seat = FIRST_ACCOMPLICE; seat < FIRST_ACCOMPLICE + accomplices; seat += 1) {
      const author = dinerAt(seat);
      const updates = fillerOf(author, table.line(), fill);
      const entries = updates.map((update) => ({ sessionId, author, update, confirms: [] }));
      const now = new Date();
      await appendUpdates(this.db.pool, { restaurantId, entries, now, expiresAt: later(now) });
    }
    const head = await readHead(this.db.pool, table);
    const seq = head?.seq ?? 0;
    await this.signals.publish({ kind: "session", restaurantId, sessionId, seq });
  }

  /** Lets go of what the last test made. */
  cleanUp(): Promise<void> {
    return this.#cleanup.run();
  }

  async close(): Promise<void> {
    await this.node.close();
    await this.db.drop();
  }
}

/** Updates of one diner that together are nearly as large as allowed, made by `fill`. */
function fillerOf(diner: string, line: Line, fill: Fill): Uint8Array[] {
  const doc = newDinerDocument(newClientId(seatOf(diner)));
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const id = newLineId(diner);
  doc.getMap("lines").set(id, line);
  for (let bytes = 0, round = 0; bytes < 0.95 * MAX_DOCUMENT_BYTES_PER_DINER; round += 1) {
    doc.transact(() => fill(doc, `${id}/${diner}.`, round));
    bytes = updates.reduce((sum, update) => sum + update.byteLength, 0);
  }
  doc.destroy();
  return updates;
}

type Fill = (doc: Y.Doc, portionKeys: string, round: number) => void;

/** A few large values. */
const fillWithText: Fill = (doc, portionKeys, round) => {
  doc.getMap("portions").set(`${portionKeys}${round}`, "x".repeat(20_000));
};

/**
 * Portions of one line under ever new devices, every second one written twice, which leaves a hole
 * that every phone lists when it connects.
 */
export const fillWithHoles: Fill = (doc, portionKeys, round) => {
  const portions = doc.getMap("portions");
  for (let i = 0; i < 500; i += 1) {
    const key = `${portionKeys}${(round * 500 + i).toString(36)}`;
    portions.set(key, 1);
    if (i % 2) portions.set(key, 2);
  }
};

/** How a socket is closed for this refusal, by `code reason`. */
export const closeOf = (code: LiveErrorCode) => `${closeCodeFor(code)} ${code}`;
