/**
 * The verdict over a run under faults. How to come to it:
 *
 *     const recorder = new Recorder();                      // one per restaurant, for all its clients
 *     …drive the run; see ../history.ts for what to record…
 *     // Let it come to rest: no faults, every phone connected and in sync, nothing pending in the
 *     // queue, every kitchen screen at the last event. Then:
 *     const replicas = phones.map((p) => ({ name: p.name, session: p.session, state: encodeDocument(p.doc) }));
 *     const stored = await loadEvidence(pool, restaurantId);   // a pool of createPool
 *     const verdict = judge(recorder, { ...stored, replicas });
 *
 * Replicas of servers (a document as a node holds it) are judged like those of phones. Waiting for
 * rest must be bounded; if it does not come, judge all the same: what is missing is then the finding.
 */
import type { History, HistoryEvent } from "../history.ts";
import { checkBillsAgree } from "./bills-agree.ts";
import { checkConfirmHistories } from "./confirm-histories.ts";
import { checkEndings } from "./endings.ts";
import type { Evidence } from "./evidence.ts";
import { type Check, VIOLATIONS, type ViolationCode } from "./finding.ts";
import { prepareGround } from "./ground.ts";
import { checkKitchenNumbers } from "./kitchen-numbers.ts";
import { checkLineHistories } from "./line-histories.ts";
import { checkLostEdits } from "./lost-edits.ts";
import { checkOrdersAgree } from "./orders-agree.ts";
import { checkOutcomes } from "./outcomes.ts";
import { checkPageClaims } from "./page-claims.ts";
import { checkReplicasEqual } from "./replicas-equal.ts";
import { shortestHistory } from "./shrink.ts";
import { checkStatusHistories } from "./status-histories.ts";
import { checkWanted } from "./wanted.ts";

/** A broken promise with what shows it. */
export interface Violation {
  readonly code: ViolationCode;
  /** Number of the promise in the README. */
  readonly promise: number;
  readonly message: string;
  readonly ids: Readonly<Record<string, string | number>>;
  /** The shortest history found that shows it, in order. */
  readonly history: readonly HistoryEvent[];
}

export interface Verdict {
  /** No violation. Says nothing about what is `unproven`. */
  readonly ok: boolean;
  /** All of them by code; of each code only the first few are shortened and listed. */
  readonly violations: readonly Violation[];
  /** How many there are of each code, listed or not. */
  readonly violationCounts: Readonly<Partial<Record<ViolationCode, number>>>;
  /** How much was looked at, and the figures of the run. */
  readonly counts: Readonly<Record<string, number>>;
  /** Names of counts that say that something was not proven: nothing to look at, or given up. */
  readonly unproven: readonly string[];
}

const CHECKS: readonly Check[] = [
  checkLostEdits,
  checkPageClaims,
  checkEndings,
  checkOutcomes,
  checkWanted,
  checkOrdersAgree,
  checkKitchenNumbers,
  checkReplicasEqual,
  checkConfirmHistories,
  checkStatusHistories,
  checkLineHistories,
  checkBillsAgree,
];

/** Counts that may be zero: faults, and what a short run need not come to. */
const MAY_BE_ZERO: readonly string[] = [
  "lostEdits",
  "falseSaved",
  "duplicateOrders",
  "missingOutcomes",
  "rejected",
  "snapshots",
  "ticketReadings",
  "lineMoves",
  "linesRead",
  "lineMovesRefused",
  "pageConfirmClaims",
  "pageOrderClaims",
  "pagesAtRest",
  "pageOperations",
  "endings",
  "falseEndings",
  "payments",
  "ledgerEntries",
  "doublePaid",
  "lostCharges",
  "stuckReservations",
  "balanceMismatches",
];

/** Counts that must be zero for the judgement to be whole. */
const LEFT_OUT: readonly string[] = [
  "unrecordedSessions",
  "undecidedConfirmHistories",
  "undecidedStatusHistories",
];

/** Violations of one code that are shortened and listed. */
const MAX_LISTED = 5;

/** Judges a run by the clients' record and what is left of it. Pure; may take seconds. */
export function judge(history: History, evidence: Evidence): Verdict {
  const ground = prepareGround(evidence);
  const { events } = history;
  const violations: Violation[] = [];
  const violationCounts: Partial<Record<ViolationCode, number>> = {};
  const counts: Record<string, number> = { events: events.length };
  if (history.dropped > 0) {
    violationCounts["history-truncated"] = 1;
    violations.push({
      code: "history-truncated",
      promise: VIOLATIONS["history-truncated"],
      message: `${history.dropped} events did not fit into the record: nothing can be said of this run.`,
      ids: { dropped: history.dropped },
      history: [],
    });
  }
  for (const check of CHECKS) {
    const finding = check(events, ground);
    // Several checks may look for one thing, each in its own way.
    for (const [name, n] of Object.entries(finding.counts)) counts[name] = (counts[name] ?? 0) + n;
    for (const offence of finding.offences) {
      const { code, message, ids } = offence;
      const nth = (violationCounts[code] ?? 0) + 1;
      violationCounts[code] = nth;
      if (nth > MAX_LISTED) continue;
      const shortest = shortestHistory(check, events, ground, offence);
      violations.push({ code, promise: VIOLATIONS[code], message, ids, history: shortest });
    }
  }
  const unproven = Object.entries(counts)
    .filter(([name, n]) =>
      LEFT_OUT.includes(name) ? n > 0 : n === 0 && !MAY_BE_ZERO.includes(name),
    )
    .map(([name]) => name);
  return { ok: violations.length === 0, violations, violationCounts, counts, unproven };
}
