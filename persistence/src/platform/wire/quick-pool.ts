import pg from "pg";

/** What pg's types leave out of a connection. */
interface Connection extends pg.PoolClient {
  ref?: () => void;
  readonly _queryable: boolean;
  readonly _ending: boolean;
}
interface IdleConnection {
  readonly client: Connection;
  readonly idleListener: (error: Error) => void;
  readonly timeoutId: NodeJS.Timeout | undefined;
}
/** The parts of pg's pool that its types leave out. */
interface PoolParts {
  readonly _idle: IdleConnection[];
  _acquireClient(
    client: pg.PoolClient,
    pending: { readonly callback: Checkout },
    idleListener: unknown,
    isNew: boolean,
  ): void;
  _release(client: pg.PoolClient, idleListener: unknown, error: Error | null | undefined): void;
}
type Checkout = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error) => void,
) => void;

/** A query object, which is told how it went. */
interface QueryObject extends pg.Submittable {
  callback?: (error: Error | null, result?: unknown) => void;
}

const isQueryObject = (config: unknown): config is QueryObject =>
  typeof (config as Partial<QueryObject>).submit === "function";

/**
 * pg's pool, but an idle connection is handed out at once. pg lets a turn pass and sets a timer for
 * the case that none becomes free, for every statement, also when one is there and nobody waits.
 */
export class QuickPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Checkout): void;
  override connect(callback?: Checkout): Promise<pg.PoolClient> | undefined {
    if (!callback) return super.connect();
    const idle = this.#takeIdle();
    if (!idle) {
      super.connect(callback);
      return;
    }
    clearTimeout(idle.timeoutId);
    idle.client.ref?.();
    this.#parts._acquireClient(idle.client, { callback }, idle.idleListener, false);
    return;
  }

  /** As pg's; a query object that finds an idle connection is spared checking it out and in again. */
  override query(config: unknown, ...more: unknown[]): never {
    // Not the types of pg's own queries, which a query object's results have nothing to do with.
    const query = super.query as (...args: unknown[]) => unknown;
    const idle = isQueryObject(config) && more.length === 0 ? this.#takeIdle() : undefined;
    return (
      idle ? this.#runOn(idle, config as QueryObject) : query.call(this, config, ...more)
    ) as never;
  }

  #runOn(idle: IdleConnection, query: QueryObject): Promise<unknown> {
    // It does not run out while the statement may run.
    idle.timeoutId?.refresh();
    const answered = new Promise((resolve, reject) => {
      query.callback = (error, result) => {
        this.#giveBack(idle, error);
        if (error) reject(error);
        else resolve(result);
      };
      idle.client.query(query);
    });
    return answered.catch((error: Error) => {
      // As the pool does: its stack tells who asked rather than where the answer was read.
      Error.captureStackTrace(error);
      throw error;
    });
  }

  get #parts(): PoolParts {
    return this as unknown as PoolParts;
  }

  #takeIdle(): IdleConnection | undefined {
    return this.ending || this.waitingCount > 0 ? undefined : this.#parts._idle.pop();
  }

  #giveBack(idle: IdleConnection, error: Error | null): void {
    const { client, idleListener } = idle;
    // Its listener, which was there all the time, has told the pool that the connection is gone.
    if (!client._queryable) return;
    if (error || this.ending || this.waitingCount > 0 || client._ending) {
      client.off("error", idleListener);
      this.#parts._release(client, idleListener, error);
    } else {
      this.#parts._idle.push(idle);
    }
  }
}
