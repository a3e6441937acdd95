import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import type { ErrorCode } from "@tureen/shared/errors";
import { closeCodeFor } from "@tureen/shared/protocol";
import { Cleanup } from "./cleanup.ts";
import { HonestDiners } from "./honest-diners.ts";
import { type LiveNode, startLiveNode } from "./live-node.ts";
import { type LiveTable, openLiveTable } from "./live-table.ts";
import { LocalSignals } from "./local-signals.ts";
import { connectRawPhone, RawPhone } from "./raw-phone.ts";

/** A table with d1, who is hostile, and d2 and d3, who order all the while. */
export interface AttackedTable {
  readonly table: LiveTable;
  readonly honest: HonestDiners;
}

/** One server process on a database of its own, for a file of attacks. */
export class Battlefield {
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
    return new Battlefield(db, node, signals);
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

  /** Lets go of what the last test made. */
  cleanUp(): Promise<void> {
    return this.#cleanup.run();
  }

  async close(): Promise<void> {
    await this.node.close();
    await this.db.drop();
  }
}

/** How a socket is closed for this refusal, by `code reason`. */
export const closeOf = (code: ErrorCode) => `${closeCodeFor(code)} ${code}`;
