/**
 * The channel over which `npm run chaos` tells a process that it started when to die and how to
 * treat its signals. Only ever taken when the environment says CHAOS=on, which is refused in
 * production.
 */
import { z } from "zod";
import type { Signals } from "../signals/signals.ts";
import { FAIL_POINTS, type FailPoint, watchFailPoints } from "./fail-points.ts";
import {
  faultySignals,
  NO_SIGNAL_FAULTS,
  type SignalFault,
  type SignalFaults,
} from "./faulty-signals.ts";

const share = z.number().min(0).max(1);

const command = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("arm"),
    point: z.custom<FailPoint>((value) => FAIL_POINTS.includes(value as FailPoint)),
    /** Die when it is passed for the first, second … time from now. */
    passing: z.int().min(1).max(1_000_000),
  }),
  z.object({ do: z.literal("disarm") }),
  z.object({
    do: z.literal("signals"),
    drop: share,
    duplicate: share,
    delay: share,
    delayMs: z.number().min(0).max(60_000),
  }),
]);

/** What the parent may say. */
export type FaultCommand = z.infer<typeof command>;

/** What the process answers: a command was carried out, or a signal went wrong as was wished. */
export type FaultReport =
  | { readonly done: FaultCommand["do"] }
  | { readonly happened: SignalFault };

/** The part of `process` that is needed here. */
export type ControlledProcess = Pick<NodeJS.Process, "on" | "send" | "channel" | "pid" | "kill">;

export interface RemoteControl {
  /** The same signals, going wrong when the parent wants it. */
  signals(signals: Signals): Signals;
}

/** What a process has that nobody controls. */
export const NOT_CONTROLLED: RemoteControl = { signals: (signals) => signals };

/**
 * Obeys the process that started this one. An armed fail point ends the process with SIGKILL at
 * that very point: nothing is flushed, nobody is told. Throws when there is no channel to the
 * parent.
 */
export function obeyParent(
  host: ControlledProcess,
  random: () => number = Math.random,
): RemoteControl {
  const { channel } = host;
  if (!channel || !host.send) {
    throw new Error("CHAOS is set, but the process that started this one left no channel.");
  }
  const report = (message: FaultReport) => void host.send?.(message);
  let armed: { point: FailPoint; passings: number } | undefined;
  let faults: SignalFaults = NO_SIGNAL_FAULTS;

  watchFailPoints((point) => {
    if (point !== armed?.point) return;
    armed.passings -= 1;
    if (armed.passings <= 0) host.kill(host.pid, "SIGKILL");
  });
  host.on("message", (message: unknown) => {
    const parsed = command.safeParse(message);
    if (!parsed.success) return;
    const { data } = parsed;
    if (data.do === "arm") armed = { point: data.point, passings: data.passing };
    else if (data.do === "disarm") armed = undefined;
    else faults = data;
    report({ done: data.do });
  });
  // Listening for commands is no reason to keep running.
  channel.unref();

  return {
    signals: (signals) =>
      faultySignals(
        signals,
        () => faults,
        random,
        (happened) => report({ happened }),
      ),
  };
}
