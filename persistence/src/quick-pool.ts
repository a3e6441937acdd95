import pg from "pg";

/** The parts of pg's pool that its types leave out. */
interface IdleConnection {
  readonly client: pg.PoolClient & { ref?: () => void };
  readonly idleListener: unknown;
  readonly timeoutId: NodeJS.Timeout | undefined;
}
interface PoolParts {
  readonly _idle: IdleConnection[];
  _acquireClient(
    client: pg.PoolClient,
    pending: { readonly callback: Checkout },
    idleListener: unknown,
    isNew: boolean,
  ): void;
}
type Checkout = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error) => void,
) => void;

/**
 * pg's pool, but an idle connection is handed out at once. pg lets a turn pass and sets a timer for
 * the case that none becomes free, for every statement, also when one is there and nobody waits.
 */
export class QuickPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Checkout): void;
  override connect(callback?: Checkout): Promise<pg.PoolClient> | undefined {
    if (!callback) return super.connect();
    const pool = this as unknown as PoolParts;
    const idle = this.ending || this.waitingCount > 0 ? undefined : pool._idle.pop();
    if (!idle) {
      super.connect(callback);
      return;
    }
    clearTimeout(idle.timeoutId);
    idle.client.ref?.();
    pool._acquireClient(idle.client, { callback }, idle.idleListener, false);
    return;
  }
}
