/** What a run has found, for programs and for people. */

import type { RunCounts } from "./counts.ts";
import type { HistoryEvent } from "./history.ts";
import type { ChaosRun } from "./run.ts";

/** The answer of `--json`. */
export interface ChaosReport {
  readonly seed: number;
  readonly ok: boolean;
  readonly acknowledgedEdits: number;
  readonly lostEdits: number;
  /** Edits that a page showed as saved and the log does not hold. */
  readonly falseSaved: number;
  readonly confirms: number;
  readonly duplicateOrders: number;
  readonly missingOutcomes: number;
  /** Payments that were captured. */
  readonly payments: number;
  readonly doublePaid: number;
  readonly lostCharges: number;
  readonly stuckReservations: number;
  readonly balanceMismatches: number;
  /** Pages of the real app in its browser that were given a seat, and taps that they showed. */
  readonly appPhones: number;
  readonly appEdits: number;
  /** Lines that they called saved. */
  readonly appSaved: number;
  /** Times that the cart was sent on them, and orders that they said the kitchen has. */
  readonly appSends: number;
  readonly appOrders: number;
  readonly appFaults: RunCounts["appFaults"];
  readonly browser: string;
  /** Times that another release took the place of every process and of the web app. */
  readonly releases: number;
  readonly edits: number;
  readonly kills: RunCounts["kills"];
  readonly faults: RunCounts["faults"];
  readonly actions: RunCounts["actions"];
  /** Refusals that honest phones were given, by code. */
  readonly refusals: RunCounts["refusals"];
  /** Values of honest phones that were refused for good, by error code. */
  readonly dropped: RunCounts["dropped"];
  /** Fail points, faults and actions that this run has not seen. */
  readonly neverFired: readonly string[];
  /** Everything that the checks counted. */
  readonly checked: Readonly<Record<string, number>>;
  /** What the checks could not look at. */
  readonly unproven: readonly string[];
  readonly trouble: readonly string[];
  readonly violations: ChaosRun["verdict"]["violations"];
  readonly logs: string | undefined;
}

export function reportOf({
  seed,
  ok,
  browser,
  runCounts,
  verdict,
  trouble,
  logs,
}: ChaosRun): ChaosReport {
  const { counts, violations, unproven } = verdict;
  return {
    seed,
    ok,
    acknowledgedEdits: counts.acknowledgedEdits ?? 0,
    lostEdits: counts.lostEdits ?? 0,
    falseSaved: counts.falseSaved ?? 0,
    confirms: counts.confirms ?? 0,
    duplicateOrders: counts.duplicateOrders ?? 0,
    missingOutcomes: counts.missingOutcomes ?? 0,
    payments: counts.payments ?? 0,
    doublePaid: counts.doublePaid ?? 0,
    lostCharges: counts.lostCharges ?? 0,
    stuckReservations: counts.stuckReservations ?? 0,
    balanceMismatches: counts.balanceMismatches ?? 0,
    appPhones: runCounts.appPhones,
    appEdits: runCounts.appEdits,
    appSaved: runCounts.appSaved,
    appSends: runCounts.appSends,
    appOrders: runCounts.appOrders,
    appFaults: runCounts.appFaults,
    browser,
    releases: runCounts.releases,
    edits: runCounts.edits,
    kills: runCounts.kills,
    faults: runCounts.faults,
    actions: runCounts.actions,
    refusals: runCounts.refusals,
    dropped: runCounts.dropped,
    neverFired: runCounts.neverHappened(),
    checked: counts,
    unproven,
    trouble,
    violations,
    logs,
  };
}

/** The same for people. */
export function toText(report: ChaosReport): string {
  const { neverFired, unproven, violations, trouble, checked } = report;
  return [
    "",
    list("killed at", report.kills),
    list("faults", report.faults),
    list("people", report.actions),
    `the app in ${report.browser}: ${report.appPhones} pages, ${report.appEdits} edits, ${report.appSaved} lines saved, ${report.appSends} sends, ${report.appOrders} orders`,
    list("app faults", report.appFaults),
    `releases: ${report.releases}`,
    list("refusals", report.refusals),
    list("dropped", report.dropped),
    list("checked", checked),
    neverFired.length > 0
      ? `never fired in this run: ${neverFired.join(", ")}`
      : "everything fired at least once",
    ...(unproven.length > 0 ? [`not proven by this run: ${unproven.join(", ")}`] : []),
    ...trouble.map((sentence) => `TROUBLE: ${sentence}`),
    ...violations.map(violationText),
    "",
    `${report.edits} edits, ${report.acknowledgedEdits} acknowledged, ${report.lostEdits} of those lost, ` +
      `${report.falseSaved} shown as saved and not; ` +
      `${report.confirms} confirms, ${report.duplicateOrders} ordered twice, ` +
      `${report.missingOutcomes} without an outcome; ` +
      `${report.payments} payments, ${report.doublePaid} twice, ${report.lostCharges} charges lost, ` +
      `${report.stuckReservations} still reserved, ${report.balanceMismatches} sums that differ`,
    report.ok ? `seed ${report.seed}: held` : `seed ${report.seed}: BROKEN`,
    ...(report.logs ? [`output of the processes: ${report.logs}`] : []),
    "",
  ].join("\n");
}

function list(title: string, counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `${title}: ${entries.join(", ") || "none"}`;
}

function violationText({
  code,
  promise,
  message,
  history,
}: ChaosReport["violations"][number]): string {
  const events = history.map((event) => `    ${eventText(event)}`);
  return [`VIOLATION of promise ${promise}, ${code}: ${message}`, ...events].join("\n");
}

function eventText({ n, at, kind, ...rest }: HistoryEvent): string {
  return `${n} ${new Date(at).toISOString()} ${kind} ${JSON.stringify(rest)}`;
}
