import { METRICS } from "@tureen/shared/platform/metrics";
import type { Receipt } from "@tureen/shared/table/document/types";
import type { Registry } from "prom-client";
import { counter, histogram } from "../platform/metrics/from-catalogue.ts";
import type { CommittedConfirm } from "./commit-confirm.ts";

/** What came of one confirm, and in which time; without a receipt when it was set aside. */
export interface ConfirmOutcome {
  readonly kind: CommittedConfirm["kind"] | "failed";
  readonly receipt?: Receipt;
  readonly seconds: number;
}

const KINDS: readonly ConfirmOutcome["kind"][] = ["ordered", "rejected", "already", "failed"];

/** Registers what only the worker measures; returns what counts an outcome. */
export function createWorkerMetrics(registry: Registry): (outcome: ConfirmOutcome) => void {
  const confirms = counter(registry, METRICS.confirms);
  const rejections = counter(registry, METRICS.rejections);
  const commitSeconds = histogram(registry, METRICS.commitSeconds);
  // From nothing to one is an increase only for a series that is there.
  for (const outcome of KINDS) confirms.inc({ outcome }, 0);
  return ({ kind, receipt, seconds }) => {
    confirms.inc({ outcome: kind });
    if (kind !== "failed") commitSeconds.observe(seconds);
    if (kind !== "rejected" || !receipt || receipt.ok) return;
    const reasons =
      receipt.code === "lines" ? receipt.lines.map(({ code }) => code) : [receipt.code];
    for (const reason of new Set(reasons)) rejections.inc({ reason });
  };
}
