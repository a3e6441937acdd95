import type { Database } from "@tureen/persistence/database";

/** A pool whose appends to the log a test can see, hold up and count. */
export interface TappedDatabase {
  readonly database: Database;
  /** Restaurant and number of edits of every append that was begun. */
  readonly appends: { readonly restaurantId: string; readonly edits: number }[];
  /** Awaited before an append is sent to Postgres. */
  before: (restaurantId: string) => unknown;
  /** Awaited when an append is durable, before the server hears of it. */
  after: (updates: readonly Uint8Array[], restaurantId: string) => unknown;
}

export function tapDatabase(pool: Database): TappedDatabase {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const tapped: TappedDatabase = {
    appends: [],
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
    const { name, values } = args[0] as { name?: string; values?: unknown[] };
    if (!name?.startsWith("append-") || !values) return query(...args);
    const restaurantId = values[0] as string;
    // One update, or the updates of a group.
    const updates = [values[3]].flat() as Uint8Array[];
    tapped.appends.push({ restaurantId, edits: updates.length });
    await tapped.before(restaurantId);
    const result = await query(...args);
    await tapped.after(updates, restaurantId);
    return result;
  }
  return tapped;
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
