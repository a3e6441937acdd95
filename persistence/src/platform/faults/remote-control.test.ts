import { EventEmitter } from "node:events";
import type { Signal } from "@tureen/shared/platform/signals";
import { describe, expect, test } from "vitest";
import { parseWorkerConfig } from "../../worker/config.ts";
import type { Signals } from "../signals/signals.ts";
import { FAIL_POINTS, failPoint } from "./fail-points.ts";
import { type ControlledProcess, obeyParent } from "./remote-control.ts";

/** A process with a parent, whose death is only noted. */
class FakeProcess extends EventEmitter {
  readonly pid = 4711;
  readonly kills: [number, string | number | undefined][] = [];
  readonly reports: unknown[] = [];
  channel: unknown = { unref: () => {} };
  send = (report: unknown) => {
    this.reports.push(report);
    return true;
  };
  kill = (pid: number, signal?: string | number) => {
    this.kills.push([pid, signal]);
    return true;
  };
  get controlled(): ControlledProcess {
    return this as unknown as ControlledProcess;
  }
}

function recordingSignals(): Signals & { readonly published: Signal[] } {
  const published: Signal[] = [];
  return {
    published,
    ready: Promise.resolve(),
    over: "postgres",
    isUp: () => true,
    publish: async (...signals) => void published.push(...signals),
    subscribe: () => () => {},
    close: async () => {},
  };
}

const signal: Signal = { kind: "queue", restaurantId: "r" };

describe("a process under remote control", () => {
  test("passes fail points unharmed until the armed one was passed as often as said", () => {
    const host = new FakeProcess();
    obeyParent(host.controlled);
    failPoint("after:commit");
    host.emit("message", { do: "arm", point: "after:commit", passing: 3 });
    failPoint("after:commit");
    for (const point of FAIL_POINTS) if (point !== "after:commit") failPoint(point);
    failPoint("after:commit");
    expect(host.kills).toEqual([]);
    failPoint("after:commit");
    expect(host.kills).toEqual([[4711, "SIGKILL"]]);
    expect(host.reports).toEqual([{ done: "arm" }]);
  });

  test("is safe again when disarmed, and ignores what is no command", () => {
    const host = new FakeProcess();
    obeyParent(host.controlled);
    host.emit("message", { do: "arm", point: "before:append", passing: 1 });
    host.emit("message", { do: "arm", point: "before:lunch", passing: 1 });
    host.emit("message", "die");
    host.emit("message", { do: "disarm" });
    failPoint("before:append");
    expect(host.kills).toEqual([]);
    expect(host.reports).toEqual([{ done: "arm" }, { done: "disarm" }]);
  });

  test("loses, doubles and delays signals as told, and only then", async () => {
    const host = new FakeProcess();
    const inner = recordingSignals();
    const signals = obeyParent(host.controlled, () => 0.5).signals(inner);
    await signals.publish(signal);
    expect(inner.published).toEqual([signal]);

    const faults = { do: "signals", drop: 0, duplicate: 0, delay: 0, delayMs: 5 };
    host.emit("message", { ...faults, drop: 1 });
    await signals.publish(signal);
    expect(inner.published).toHaveLength(1);

    host.emit("message", { ...faults, duplicate: 1 });
    await signals.publish(signal);
    expect(inner.published).toHaveLength(2);
    await expect.poll(() => inner.published).toHaveLength(3);

    host.emit("message", { ...faults, delay: 1 });
    await signals.publish(signal);
    expect(inner.published).toHaveLength(3);
    await expect.poll(() => inner.published).toHaveLength(4);
    expect(host.reports).toEqual([
      { done: "signals" },
      { happened: "signal-drop" },
      { done: "signals" },
      { happened: "signal-duplicate" },
      { done: "signals" },
      { happened: "signal-delay" },
    ]);
    await signals.close();
  });

  test("does not run without a parent to obey", () => {
    const host = new FakeProcess();
    host.channel = undefined;
    expect(() => obeyParent(host.controlled)).toThrow(/CHAOS is set/);
  });

  test("cannot be had in production", () => {
    const env = { DATABASE_URL: "postgres://localhost/tureen", CHAOS: "on" };
    expect(parseWorkerConfig({ ...env, NODE_ENV: "test" }).CHAOS).toBe("on");
    expect(() => parseWorkerConfig({ ...env, NODE_ENV: "production" })).toThrow(
      /CHAOS: may not be set in production/,
    );
  });
});
