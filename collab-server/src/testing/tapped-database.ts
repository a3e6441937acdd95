import type { Database } from "@tureen/persistence/platform/database";

/** A pool whose appends to the log a test can see, hold up and count. */
export interface TappedDatabase {
  readonly database: Database;
  /** The texts of all statements outside transactions that were begun, but for asking the time. */
  readonly statements: string[];
  /** Restaurant and number of edits of every append that was begun. */
  readonly appends: { readonly restaurantId: string; readonly edits: number }[];
  /** What a statement with this text fails with instead of being sent. */
  refuse: (text: string) => Error | undefined;
  /** Awaited before an append is sent to Postgres. */
  before: (restaurantId: string) => unknown;
  /** Awaited when an append is durable, before the server hears of it. */
  after: (updates: readonly Uint8Array[], restaurantId: string) => unknown;
}

export function tapDatabase(pool: Database): TappedDatabase {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const tapped: TappedDatabase = {
    statements: [],
    appends: [],
    refuse: () => undefined,
    before: () => {},
    after: () => {},
    database: new Proxy(pool, {
      get(target, property) {
        if (property === "query") return tappedQuery;
        const value = Reflect.get(target, property) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }),
  };
  async function tappedQuery(...args: unknown[]): Promise<unknown> {
    const [statement] = args as [string | { name?: string; text: string; values?: unknown[] }];
    const { name, text, values } = typeof statement === "string" ? { text: statement } : statement;
    if (!text.includes("clock_timestamp()")) tapped.statements.push(text);
    const refusal = tapped.refuse(text);
    if (refusal) throw refusal;
    if (!name?.startsWith("append") || !values) return query(...args);
    const restaurantId = values[0] as string;
    const updates = name === "append-one" ? [values[3] as Buffer] : runOf(values);
    tapped.appends.push({ restaurantId, edits: updates.length });
    await tapped.before(restaurantId);
    const result = await query(...args);
    await tapped.after(updates, restaurantId);
    return result;
  }
  return tapped;
}

/** The updates of a group, which travel as one run of bytes with their lengths. */
function runOf(values: unknown[]): Buffer[] {
  const [run, lengths] = [values[4] as Buffer, values[5] as string];
  let start = 0;
  return [...lengths.matchAll(/\d+/g)].map(([length]) => {
    start += Number(length);
    return run.subarray(start - Number(length), start);
  });
}

/** A point at which work waits until it is let through. */
export class Gate {
  #open: () => void = () => {};
  readonly opened: Promise<void>;
  waiting = 0;

  constructor() {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  readonly pass = async (): Promise<void> => {
    this.waiting += 1;
    await this.opened;
  };

  open(): void {
    this.#open();
  }
}
