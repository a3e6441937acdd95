import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { FailPoint } from "@tureen/persistence/platform/faults/fail-points";
import type { SignalFault, SignalFaults } from "@tureen/persistence/platform/faults/faulty-signals";
import type { FaultCommand, FaultReport } from "@tureen/persistence/platform/faults/remote-control";
import { pause } from "./pause.ts";

const ANSWER_TIMEOUT_MS = 2_000;
const HEALTHY_TIMEOUT_MS = 240_000;
const HEALTH_REQUEST_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 12_000;
const RESTART_PAUSE_MS = 100;

export interface AttackedProcessOptions {
  readonly name: string;
  /** TypeScript entry point; another one after `replace`. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers with success when the process can serve. */
  readonly healthUrl: string;
  /** Where its output goes. */
  readonly logFile: string;
  readonly onSignalFault: (fault: SignalFault) => void;
  /** It ended although nobody armed it: a fault of its own. */
  readonly onCrash: (sentence: string) => void;
}

/** A server process that dies on command and is started again whenever it has died. */
export class AttackedProcess {
  readonly name: string;
  readonly #options: AttackedProcessOptions;
  #child: ChildProcess;
  #armed: FailPoint | undefined;
  #served = false;
  #stopping = false;
  /** Asked to end, to make room for another release. */
  #leaving: ChildProcess | undefined;
  #entry: string;
  #death: Promise<string>;
  /** The last life, to be told to its successor. */
  #signalFaults: SignalFaults | undefined;

  constructor(options: AttackedProcessOptions) {
    this.name = options.name;
    this.#options = options;
    this.#entry = options.entry;
    [this.#child, this.#death] = this.#spawn();
  }

  /** Waits until it serves, or for the signal; throws when it does not in the end. */
  async untilHealthy(signal?: AbortSignal): Promise<void> {
    const deadline = Date.now() + HEALTHY_TIMEOUT_MS;
    while (!signal?.aborted) {
      const child = this.#child;
      if ((await this.#isHealthy()) && child === this.#child) {
        this.#served = true;
        return;
      }
      if (Date.now() > deadline) throw new Error(`${this.name} did not get healthy`);
      await sleep(50);
    }
  }

  /**
   * Lets the process die when it passes this point for the `passing`th time from now. Resolves to
   * whether that happened within `patienceMs` and before `signal`; if not, the point is disarmed.
   */
  async killAt(
    point: FailPoint,
    passing: number,
    patienceMs: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const death = this.#death;
    this.#armed = point;
    if (!(await this.#command({ do: "arm", point, passing }))) return false;
    const waiting = new AbortController();
    const died = await Promise.race([
      death.then(() => true),
      pause(patienceMs, AbortSignal.any([signal, waiting.signal])).then(() => false),
    ]);
    waiting.abort();
    if (!died) {
      await this.#command({ do: "disarm" });
      // It may have died in the meantime.
      await Promise.race([death, sleep(20)]);
    }
    const atPoint = this.#armed === undefined;
    this.#armed = undefined;
    return atPoint;
  }

  /** Lets the process lose, double and delay the signals it sends, in its next lives too. */
  async spoilSignals(faults: SignalFaults): Promise<void> {
    this.#signalFaults = faults;
    await this.#command({ do: "signals", ...faults });
  }

  /** Ends it and starts the same of another release in its place, as when that is rolled out. */
  async replace(entry: string): Promise<void> {
    this.#entry = entry;
    this.#leaving = this.#child;
    const died = this.#death;
    await end(this.#leaving);
    await died;
    // The next life begins after a pause.
    while (this.#child === this.#leaving && !this.#stopping) await sleep(RESTART_PAUSE_MS);
    await this.untilHealthy();
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await end(this.#child);
  }

  #spawn(): [ChildProcess, Promise<string>] {
    const { env, name } = this.#options;
    // Ends with this process, whatever happens to it.
    const preload = new URL("../../run/start/exit-with-parent.mjs", import.meta.url).href;
    const child = spawn(process.execPath, [`--import=${preload}`, this.#entry], {
      env: { PATH: process.env.PATH ?? "", ...env, CHAOS: "on" },
      // In a group of its own: Ctrl-C is for us, and we stop it when its phones are gone.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
        appendFileSync(this.#options.logFile, `${line}\n`);
      });
    }
    child.on("message", (report: FaultReport) => {
      if ("happened" in report) this.#options.onSignalFault(report.happened);
    });
    child.on("error", (error) => this.#options.onCrash(`${name}: ${error.message}`));
    const death = once(child, "exit").then(([code, signal]) => {
      const how = String(signal ?? `code ${code}`);
      this.#ended(child, how);
      return how;
    });
    return [child, death];
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#stopping) return;
    const isLeaving = child === this.#leaving;
    if (how === "SIGKILL" && this.#armed !== undefined && !isLeaving) this.#armed = undefined;
    else if (this.#served && !isLeaving)
      this.#options.onCrash(`${this.name} ended by itself (${how})`);
    // One that cannot start while its database is away tries again.
    this.#served = false;
    setTimeout(() => {
      if (this.#stopping) return;
      [this.#child, this.#death] = this.#spawn();
      if (this.#signalFaults) void this.#command({ do: "signals", ...this.#signalFaults });
    }, RESTART_PAUSE_MS);
  }

  async #isHealthy(): Promise<boolean> {
    if (hasEnded(this.#child)) return false;
    try {
      const signal = AbortSignal.timeout(HEALTH_REQUEST_TIMEOUT_MS);
      return (await fetch(this.#options.healthUrl, { signal })).ok;
    } catch {
      // Not listening yet, or busy dying: asked again until the deadline.
      return false;
    }
  }

  /** Says something to the process; whether it answered that it was done. */
  async #command(command: FaultCommand): Promise<boolean> {
    const child = this.#child;
    if (!child.connected) return false;
    const answered = new Promise<boolean>((resolve) => {
      const onMessage = (report: FaultReport) => {
        if ("done" in report && report.done === command.do) finish(true);
      };
      const finish = (done: boolean) => {
        clearTimeout(timer);
        child.off("message", onMessage);
        child.off("exit", onExit);
        resolve(done);
      };
      const onExit = () => finish(true);
      const timer = setTimeout(() => finish(false), ANSWER_TIMEOUT_MS);
      child.on("message", onMessage);
      child.once("exit", onExit);
    });
    // A channel that closes at this moment is as good as no answer.
    child.send(command, () => {});
    return answered;
  }
}

/** Politely, then by force. */
async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  if (!hasEnded(child)) child.kill("SIGKILL");
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
