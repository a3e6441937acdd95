/**
 * What is done to the system, and in which order, from a seed. Several tracks run beside each other
 * and each takes one step after the other; real processes decide how the steps of different tracks
 * meet, so the same seed gives the same attacks but not the same run.
 */
import { FAIL_POINTS, type FailPoint } from "@tureen/persistence/platform/faults/fail-points";
import type { SignalFaults } from "@tureen/persistence/platform/faults/faulty-signals";
import type { SeededRandom } from "./seeded-random.ts";

export type ProcessName = "node-1" | "node-2" | "worker";
export type NodeName = Exclude<ProcessName, "worker">;

/** One thing that is done to the system. */
export type PlannedFault =
  | {
      readonly what: "kill";
      readonly target: ProcessName;
      readonly point: FailPoint;
      /** At which passing from now it dies. */
      readonly passing: number;
    }
  | {
      readonly what: "postgres-stop" | "postgres-stall" | "redis-stop" | "redis-stall";
      readonly ms: number;
    }
  | {
      readonly what: "connection-cut" | "connection-half-open";
      readonly node: NodeName;
      /** Of its connections. */
      readonly share: number;
      /** How long dead connections stay unnoticed. */
      readonly ms: number;
    }
  | {
      readonly what: "connection-delay";
      readonly node: NodeName;
      readonly delayMs: number;
      readonly ms: number;
    }
  | {
      readonly what: "connection-slice";
      readonly node: NodeName;
      readonly pieceBytes: number;
      readonly ms: number;
    }
  | { readonly what: "signals"; readonly faults: SignalFaults; readonly ms: number }
  | {
      /** Some phones at once. */
      readonly what: "phones";
      readonly fault: PhoneFault;
      readonly share: number;
      readonly ms: number;
    }
  | { readonly what: "app"; readonly fault: AppFault; readonly ms: number };

/** What befalls a phone: its storage, its clock, its page, and who answers for the server. */
export const PHONE_FAULTS = [
  "storage-hanging",
  "storage-throwing",
  "storage-refusing",
  "storage-full",
  "storage-taken-away",
  "storage-cleared",
  "storage-deleted",
  "copy-spoilt",
  "clock-jump",
  "page-frozen",
  "token-stranger",
] as const;

export type PhoneFault = (typeof PHONE_FAULTS)[number];

/** What befalls the page of the real app in its browser. */
export const APP_FAULTS = [
  "app-offline",
  "app-storage-deleted",
  "app-lost-copy",
  "app-reloaded",
  "app-frozen",
] as const;

export type AppFault = (typeof APP_FAULTS)[number];

export interface Step {
  /** Pause since the end of the step before. */
  readonly afterMs: number;
  readonly planned: PlannedFault;
}

export type TrackName = ProcessName | "storage" | "network" | "signals" | "phones" | "app";
export type Schedule = Readonly<Record<TrackName, readonly Step[]>>;

/** Points that only the worker passes, and those that only nodes pass; both pass the others. */
const WORKER_ONLY = new Set<string>(["claim", "order", "reserve", "provider", "capture"]);
const NODE_ONLY = new Set<string>([
  "append",
  "apply",
  "broadcast",
  "acknowledge",
  "load",
  "unload",
]);
/** Rare events: the first passing has to do. */
const RARE = new Set<string>(["load", "unload", "snapshot", "order", "reserve", "capture"]);

const isSnapshot = (point: FailPoint) => stepOf(point) === "snapshot";
const stepOf = (point: FailPoint) => point.slice(point.indexOf(":") + 1);

/** The points at which a node can die. */
export const NODE_POINTS = FAIL_POINTS.filter((point) => !WORKER_ONLY.has(stepOf(point)));
/** The points at which the worker can die. */
export const WORKER_POINTS = FAIL_POINTS.filter((point) => !NODE_ONLY.has(stepOf(point)));

/** Enough steps to fill `durationMs`; every fault comes once before any comes twice. */
export function makeSchedule(random: SeededRandom, durationMs: number): Schedule {
  const killing = (target: ProcessName, points: readonly FailPoint[], rolls: SeededRandom) =>
    fill(durationMs, 200, () =>
      points.map((point) => ({
        afterMs: rolls.int(200, 900),
        planned: {
          what: "kill",
          target,
          point,
          passing: RARE.has(stepOf(point)) ? 1 : rolls.int(1, target === "worker" ? 3 : 6),
        },
      })),
    );
  // The nodes share the first round, so that even a short run has them all.
  const points = random.fork("points").shuffle(NODE_POINTS.filter((point) => !isSnapshot(point)));
  const half = points.length / 2;
  // Only one of the nodes stores a document, so that this may take several tries: it comes last.
  const last = NODE_POINTS.filter(isSnapshot);
  // The worker takes its time for snapshots: what makes them due begins at once.
  const workerPoints = random
    .fork("worker points")
    .shuffle(WORKER_POINTS)
    .sort((a, b) => Number(isSnapshot(b)) - Number(isSnapshot(a)));
  return {
    "node-1": killing("node-1", [...points, ...last], random.fork("node-1")),
    "node-2": killing(
      "node-2",
      [...points.slice(half), ...points.slice(0, half), ...last],
      random.fork("node-2"),
    ),
    worker: killing("worker", workerPoints, random.fork("worker")),
    storage: rounds(durationMs, random.fork("storage"), 2_500, 6_000, (d) => [
      { what: "postgres-stop", ms: d.int(200, 1_500) },
      { what: "postgres-stall", ms: d.int(500, 3_000) },
      { what: "redis-stop", ms: d.int(200, 3_000) },
      { what: "redis-stall", ms: d.int(500, 3_000) },
    ]),
    network: rounds(durationMs, random.fork("network"), 600, 2_500, (d) => {
      const node = () => d.pick<NodeName>(["node-1", "node-2"]) ?? "node-1";
      return [
        { what: "connection-cut", node: node(), share: 0.1 + d.next() * 0.6, ms: 0 },
        {
          what: "connection-half-open",
          node: node(),
          share: 0.1 + d.next() * 0.4,
          ms: d.int(2_000, 9_000),
        },
        {
          what: "connection-delay",
          node: node(),
          delayMs: d.int(20, 400),
          ms: d.int(1_000, 4_000),
        },
        {
          what: "connection-slice",
          node: node(),
          pieceBytes: d.int(1, 40),
          ms: d.int(1_000, 4_000),
        },
      ];
    }),
    phones: rounds(durationMs, random.fork("phones"), 400, 1_500, (d) =>
      PHONE_FAULTS.map((fault) => ({
        ...{ what: "phones", fault, share: 0.05 + d.next() * 0.25, ms: d.int(300, 4_000) },
      })),
    ),
    // Between two of them the page has to come to something.
    app: rounds(durationMs, random.fork("app"), 4_000, 9_000, (d) =>
      APP_FAULTS.map((fault) => ({ what: "app", fault, ms: d.int(500, 4_000) })),
    ),
    signals: rounds(durationMs, random.fork("signals"), 300, 1_500, (d) => {
      const some = () => 0.2 + d.next() * 0.6;
      const none = { drop: 0, duplicate: 0, delay: 0, delayMs: d.int(50, 1_500) };
      const ms = () => d.int(2_000, 5_000);
      return [
        { what: "signals", faults: { ...none, drop: some() }, ms: ms() },
        { what: "signals", faults: { ...none, duplicate: some() }, ms: ms() },
        { what: "signals", faults: { ...none, delay: some() }, ms: ms() },
      ];
    }),
  };
}

/** Rounds of all these faults, each round in another order. */
function rounds(
  durationMs: number,
  random: SeededRandom,
  minPauseMs: number,
  maxPauseMs: number,
  round: (random: SeededRandom) => readonly PlannedFault[],
): Step[] {
  return fill(durationMs, minPauseMs, () =>
    random
      .shuffle(round(random))
      .map((planned) => ({ afterMs: random.int(minPauseMs, maxPauseMs), planned })),
  );
}

/** As many rounds as can be needed when no step takes longer than its least pause. */
function fill(durationMs: number, minPauseMs: number, round: () => Step[]): Step[] {
  const steps: Step[] = [];
  while (steps.length * minPauseMs < durationMs) steps.push(...round());
  return steps;
}
