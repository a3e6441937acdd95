/** Carries out a schedule, track beside track, until told to stop. */
import type { FailPoint } from "@tureen/persistence/platform/faults/fail-points";
import { NO_SIGNAL_FAULTS } from "@tureen/persistence/platform/faults/faulty-signals";
import type { AppGuest } from "./app/guest.ts";
import type { RunCounts } from "./counts.ts";
import type { StorageMood } from "./device.ts";
import type { Recorder } from "./history.ts";
import { becomes, pause } from "./pause.ts";
import type { Phone } from "./phone.ts";
import type { NodeName, PhoneFault, PlannedFault, Schedule, Step } from "./schedule.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { System } from "./system.ts";
import type { TableSimulation } from "./table-simulation.ts";
import type { TcpProxy } from "./tcp-proxy.ts";
import { STRANGERS, type Stranger } from "./unauthenticated-sockets.ts";

/** How long a process may take to come by the point at which it is to die, ms. */
const PATIENCE_MS = 6_000;
/** The same for points that tables have to be led to, or that few of them come by. */
const LONG_PATIENCE_MS = 12_000;
/** The worker looks for what is due for a snapshot every ten seconds. */
const SNAPSHOT_PATIENCE_MS = 22_000;
/** Pause between two bursts at some tables, after which there is something to take a snapshot of. */
const BURST_EVERY_MS = 3_000;
/** How many phones lose their copy with a process that dies. */
const LOSES_COPY = 0.2;
/** Everybody taps some times just before a service ends. */
const LAST_TAPS = 4;
const LAST_TAPS_EVERY_MS = 30;
/** A fault of the network waits until a node has so many connections, but not for ever. */
const ENOUGH_CONNECTIONS = 5;
const CONNECTIONS_PATIENCE_MS = 4_000;

/** A hand on a phone's clock, or another time zone by mistake. */
const CLOCK_JUMPS_MS = [-7_200_000, -1_200_000, 1_200_000, 7_200_000];

export interface AttackOptions {
  readonly system: System;
  readonly schedule: Schedule;
  readonly simulations: readonly TableSimulation[];
  readonly app: AppGuest;
  readonly recorder: Recorder;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
  readonly signal: AbortSignal;
}

export async function attack(options: AttackOptions): Promise<void> {
  const tracks = Object.entries(options.schedule).map(([track, steps]) =>
    follow(steps, options, options.random.fork(track)),
  );
  await Promise.all(tracks);
}

async function follow(
  steps: readonly Step[],
  options: AttackOptions,
  random: SeededRandom,
): Promise<void> {
  for (const { afterMs, planned } of steps) {
    if (!(await pause(afterMs, options.signal))) return;
    await strike(planned, options, random);
  }
}

async function strike(
  planned: PlannedFault,
  options: AttackOptions,
  random: SeededRandom,
): Promise<void> {
  const { system, simulations, recorder, runCounts, signal } = options;
  const note = (fault: string, details: object = planned) =>
    recorder.record({ kind: "fault", fault, details: JSON.stringify(details) });
  switch (planned.what) {
    case "kill": {
      const target = system.targets[planned.target];
      await target.untilHealthy(signal);
      const leading = new AbortController();
      const stopLeading = () => leading.abort();
      signal.addEventListener("abort", stopLeading, { once: true });
      const led = lead(planned.point, options, random, leading.signal);
      const patienceMs = patienceFor(planned.point);
      const died = await target.killAt(planned.point, planned.passing, patienceMs, signal);
      leading.abort();
      signal.removeEventListener("abort", stopLeading);
      await led;
      if (!died) return;
      loseCopies(options, random);
      runCounts.kills[planned.point] += 1;
      note(`kill ${planned.point}`, { target: planned.target });
      await target.untilHealthy(signal);
      return;
    }
    case "postgres-stop":
    case "postgres-stall":
    case "redis-stop":
    case "redis-stall": {
      const service = planned.what.startsWith("postgres") ? system.postgres : system.redis;
      if (!service) return;
      runCounts.fault(planned.what);
      note(planned.what);
      if (planned.what.endsWith("stall")) {
        await service.stall(planned.ms);
        return;
      }
      // So that there is something fresh to lose.
      for (let taps = 0; taps < LAST_TAPS; taps += 1) {
        for (const simulation of simulations) simulation.tapAll();
        await pause(LAST_TAPS_EVERY_MS, signal);
      }
      const outage = service.outage(planned.ms);
      loseCopies(options, random);
      await outage;
      return;
    }
    case "connection-cut":
    case "connection-half-open":
    case "connection-delay":
    case "connection-slice": {
      const proxy = system.proxies[planned.node];
      // While a node is down there is nothing to harm.
      await becomes(() => proxy.connections >= ENOUGH_CONNECTIONS, CONNECTIONS_PATIENCE_MS);
      note(planned.what);
      runCounts.fault(planned.what, harm(proxy, planned));
      await pause(planned.ms, signal);
      proxy.clear();
      return;
    }
    case "phones": {
      note(planned.fault);
      const phones = simulations
        .flatMap((simulation) => simulation.phones)
        .filter(({ over }) => !over);
      const struck = random.shuffle(phones).slice(0, Math.ceil(phones.length * planned.share));
      runCounts.fault(planned.fault, struck.length);
      await Promise.all(
        struck.map((phone) => strikePhone(phone, planned.fault, planned.ms, random, signal)),
      );
      return;
    }
    case "app": {
      note(planned.fault);
      if (await options.app.strike(planned.fault, planned.ms, signal))
        runCounts.appFaults[planned.fault] += 1;
      return;
    }
    case "signals": {
      note("signals", planned.faults);
      const targets = Object.values(system.targets);
      await Promise.all(targets.map((target) => target.spoilSignals(planned.faults)));
      await pause(planned.ms, signal);
      await Promise.all(targets.map((target) => target.spoilSignals(NO_SIGNAL_FAULTS)));
    }
  }
}

/** Lets a fault befall a phone for so long. */
async function strikePhone(
  phone: Phone,
  fault: PhoneFault,
  ms: number,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  const { device } = phone;
  switch (fault) {
    case "storage-hanging":
    case "storage-throwing":
    case "storage-refusing":
    case "storage-full":
      device.mood = fault.slice("storage-".length) as StorageMood;
      await pause(ms, signal);
      device.mood = "well";
      return;
    case "storage-taken-away":
      device.takeStorageAway();
      return;
    case "storage-cleared":
      device.clearStorage();
      return;
    case "storage-deleted":
      phone.deleteCopy();
      return;
    case "copy-spoilt":
      await phone.spoilCopy();
      return;
    case "clock-jump":
      device.skewMs += random.pick(CLOCK_JUMPS_MS) ?? 0;
      return;
    case "page-frozen":
      device.freeze();
      await pause(ms, signal);
      device.thaw();
      return;
    case "token-stranger":
      await phone.meetStranger(random.pick(STRANGERS) as Stranger, () => pause(ms, signal));
  }
}

/**
 * Some phones lose what they hold at the very moment at which a process dies: what they were told is
 * saved is then nowhere but in the log. A phone that keeps its copy would bring back what was lost.
 */
function loseCopies({ simulations, runCounts }: AttackOptions, random: SeededRandom): void {
  for (const phone of simulations.flatMap((simulation) => simulation.phones)) {
    if (phone.over !== undefined || !random.chance(LOSES_COPY)) continue;
    runCounts.action("phone-lost-copy");
    phone.reload({ keep: false });
  }
}

function patienceFor(point: FailPoint): number {
  if (point.endsWith(":snapshot")) return SNAPSHOT_PATIENCE_MS;
  return /:(order|load|unload|reserve|provider|capture)$/.test(point)
    ? LONG_PATIENCE_MS
    : PATIENCE_MS;
}

/** Harms connections of a node; returns how many. */
function harm(
  proxy: TcpProxy,
  planned: Extract<PlannedFault, { readonly node: NodeName }>,
): number {
  switch (planned.what) {
    case "connection-cut":
      return proxy.cut(planned.share);
    case "connection-half-open":
      return proxy.halfOpen(planned.share);
    case "connection-delay":
      proxy.conditions({ delayMs: planned.delayMs });
      return proxy.connections;
    case "connection-slice":
      proxy.conditions({ pieceBytes: planned.pieceBytes });
      return proxy.connections;
  }
}

/** Makes some tables do what leads to this point, again and again; undefined when all do anyway. */
function lead(
  point: string,
  { simulations }: AttackOptions,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> | undefined {
  const step = point.slice(point.indexOf(":") + 1);
  const pays = ["reserve", "provider", "capture"].includes(step);
  if (!pays && !["load", "unload", "snapshot"].includes(step)) return undefined;
  const repeat = async () => {
    while (!signal.aborted) {
      const some = random.shuffle(simulations).slice(0, 2);
      await Promise.all(
        some.map((simulation) => {
          if (pays) return simulation.payAll();
          return step === "snapshot" ? simulation.burst(signal) : simulation.away(400, signal);
        }),
      );
      await pause(step === "snapshot" ? BURST_EVERY_MS : 300, signal);
    }
  };
  return repeat();
}
