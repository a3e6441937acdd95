/**
 * Named points on the way of an edit and of an order at which a process can be made to die. In
 * service nobody watches them and passing one costs a comparison; a process that runs under
 * `npm run chaos` is watched (remote-control.ts).
 */

/** What is done between a "before" and an "after". */
export const FAIL_STEPS = [
  /** An edit, or a group of them, enters the log. */
  "append",
  /** An edit enters the document in memory. */
  "apply",
  /** An edit goes to the other phones of the table on this node. */
  "broadcast",
  /** The phone is told that its edit is saved. */
  "acknowledge",
  /** The worker takes confirms off the queue. */
  "claim",
  /** A document is rebuilt from its log. */
  "load",
  /** An order's rows are inserted. */
  "order",
  /** What a wish to pay covers is reserved for it. */
  "reserve",
  /** A payment provider is asked for something. */
  "provider",
  /** What a provider says of a charge is applied. */
  "capture",
  /** The server's own entry in a session's log is inserted: receipts, orders, statuses, diners. */
  "log",
  /** A transaction is committed. */
  "commit",
  /** Other processes are told to look. */
  "signal",
  /** A snapshot is stored. */
  "snapshot",
  /** A document leaves memory. */
  "unload",
] as const;

export type FailStep = (typeof FAIL_STEPS)[number];
export type FailPoint = `${"before" | "after"}:${FailStep}`;

export const FAIL_POINTS: readonly FailPoint[] = FAIL_STEPS.flatMap((step): FailPoint[] => [
  `before:${step}`,
  `after:${step}`,
]);

let watcher: ((point: FailPoint) => void) | undefined;

/** Passes a fail point. Whoever watches may end the process here. */
export function failPoint(point: FailPoint): void {
  watcher?.(point);
}

/** Whether somebody watches, for points that are costly to recognise. */
export function failPointsAreWatched(): boolean {
  return watcher !== undefined;
}

/** Calls `watch` at every point that is passed, until the returned function is called. */
export function watchFailPoints(watch: (point: FailPoint) => void): () => void {
  watcher = watch;
  return () => {
    if (watcher === watch) watcher = undefined;
  };
}
