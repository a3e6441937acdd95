import type { TableOfRequest } from "./table-of-request.ts";

interface LiveConnection {
  readonly address: string;
  readonly table: TableOfRequest;
  readonly end: () => void;
}

/** The live connections that go through this web server, by node and by table. */
export class LiveConnections {
  readonly #onNode = new Map<string, Set<LiveConnection>>();
  /** Of each session, how many are on which node. */
  readonly #ofSession = new Map<string, Map<string, number>>();

  /** Counts a connection in until the function that it returns is called; `end` is how to end it. */
  add(address: string, table: TableOfRequest, end: () => void): () => void {
    const connection = { address, table, end };
    const all = this.#onNode.get(address) ?? new Set();
    this.#onNode.set(address, all.add(connection));
    this.#count(connection, 1);
    return () => {
      if (!all.delete(connection)) return;
      if (all.size === 0 && this.#onNode.get(address) === all) this.#onNode.delete(address);
      this.#count(connection, -1);
    };
  }

  /** How many go to a node. */
  on(address: string): number {
    return this.#onNode.get(address)?.size ?? 0;
  }

  /** Where most of a table's phones are, among these nodes. */
  nodeOfSession(sessionId: string, nodes: Iterable<string>): string | undefined {
    const counts = this.#ofSession.get(sessionId);
    if (!counts) return undefined;
    let best: { address: string | undefined; count: number } = { address: undefined, count: 0 };
    for (const address of nodes) {
      const count = counts.get(address) ?? 0;
      if (count > best.count) best = { address, count };
    }
    return best.address;
  }

  /** The tables on a node, one entry for each phone. */
  tablesOn(address: string): TableOfRequest[] {
    return [...(this.#onNode.get(address) ?? [])].map(({ table }) => table);
  }

  /** Ends those to a node: all, or those of one table. */
  end(address: string, sessionId?: string): void {
    for (const { table, end } of [...(this.#onNode.get(address) ?? [])]) {
      if (sessionId === undefined || table.sessionId === sessionId) end();
    }
  }

  #count({ address, table: { sessionId } }: LiveConnection, by: 1 | -1): void {
    if (sessionId === undefined) return;
    const counts = this.#ofSession.get(sessionId) ?? new Map<string, number>();
    const count = (counts.get(address) ?? 0) + by;
    if (count > 0) counts.set(address, count);
    else counts.delete(address);
    if (counts.size > 0) this.#ofSession.set(sessionId, counts);
    else this.#ofSession.delete(sessionId);
  }
}
