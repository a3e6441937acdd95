/** Counts of everything that a run tried, and what of it never came about. */
import { FAIL_POINTS, type FailPoint } from "@tureen/persistence/platform/faults/fail-points";
import { APP_FAULTS, type AppFault, PHONE_FAULTS } from "./schedule.ts";

/** Every fault besides the kills at fail points. */
export const FAULTS = [
  "postgres-stop",
  "postgres-stall",
  "redis-stop",
  "redis-stall",
  "connection-cut",
  "connection-delay",
  "connection-half-open",
  "connection-slice",
  "signal-drop",
  "signal-duplicate",
  "signal-delay",
  ...PHONE_FAULTS,
] as const;

export type Fault = (typeof FAULTS)[number];

/** What simulated people do besides editing. */
export const ACTIONS = [
  "confirm",
  "phone-offline",
  "phone-reload",
  "phone-lost-copy",
  "phone-switched-node",
  "second-tab",
  "copy-kept",
  "copy-not-kept",
  "token-refresh",
  "table-away",
  "table-turnover",
  "status-change",
  "lines-moved",
  "bumps-kept-over-reload",
  "claim",
  "payment-wish",
  "payment-card",
  "payment-tab",
  "payment-cash",
  "payment-refund",
  "bill-adjusted",
  "screen-reconnect",
] as const;

export type Action = (typeof ACTIONS)[number];

const zeroes = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

export class RunCounts {
  /** Processes killed, by the point at which they died. */
  readonly kills: Record<FailPoint, number> = zeroes(FAIL_POINTS);
  readonly faults: Record<Fault, number> = zeroes(FAULTS);
  readonly actions: Record<Action, number> = zeroes(ACTIONS);
  /** What befell the real app's page in its browser. */
  readonly appFaults: Record<AppFault, number> = zeroes(APP_FAULTS);
  /** Pages of the real app that were given a seat. */
  appPhones = 0;
  /** Taps on the real app's page that it showed. */
  appEdits = 0;
  /** Lines that the real app's page has called saved after they were tapped in on it. */
  appSaved = 0;
  /** Times that the cart was sent to the kitchen on the real app's page. */
  appSends = 0;
  /** Orders that the real app's page said the kitchen has. */
  appOrders = 0;
  /** Times that every process and the web app were replaced by those of another release. */
  releases = 0;
  edits = 0;
  /** Honest edits or connections that were refused, by error code. */
  readonly refusals: Record<string, number> = {};
  /** Values that were refused for good, by error code. */
  readonly dropped: Record<string, number> = {};

  fault(fault: Fault, times = 1): void {
    this.faults[fault] += times;
  }

  action(action: Action): void {
    this.actions[action] += 1;
  }

  refusal(code: string): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  drop(code: string, values: number): void {
    this.dropped[code] = (this.dropped[code] ?? 0) + values;
  }

  get killed(): number {
    return Object.values(this.kills).reduce((sum, kills) => sum + kills, 0);
  }

  /** Fail points, faults and actions that this run has not seen. */
  neverHappened(): string[] {
    const missing = (counts: Record<string, number>, prefix = "") =>
      Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [prefix + name] : []));
    const { appPhones, appEdits, appSends, releases } = this;
    return [
      ...missing(this.kills, "kill "),
      ...missing(this.faults),
      ...missing(this.appFaults),
      ...missing(this.actions),
      ...missing({ appPhones, appEdits, appSends, releases }),
    ];
  }
}
