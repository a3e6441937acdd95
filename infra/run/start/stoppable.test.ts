import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { stoppable } from "./stoppable.ts";

/** A process whose parent has a message channel to it. */
function givenProcess() {
  const exit = vi.fn();
  const target = Object.assign(new EventEmitter(), {
    exit,
    connected: true,
    disconnect: () => target.emit("disconnect"),
  });
  return { target, exit, process: target as unknown as NodeJS.Process };
}

test("asks once for a stop, and kills at the second request", () => {
  vi.useFakeTimers();
  try {
    const { target, exit, process } = givenProcess();
    const { signal, onKill } = stoppable(process);
    const kill = vi.fn();
    onKill(kill);
    target.emit("SIGINT");
    // The same Ctrl-C, by way of npm.
    target.emit("SIGINT");
    expect([signal.aborted, kill.mock.calls.length]).toEqual([true, 0]);
    vi.advanceTimersByTime(1_000);
    target.emit("SIGINT");
    expect(kill).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledWith(130);
  } finally {
    vi.useRealTimers();
  }
});

test("its own goodbye after a slow stop is not taken for a second request", () => {
  vi.useFakeTimers();
  try {
    const { target, exit, process } = givenProcess();
    const { finish } = stoppable(process);
    target.emit("SIGINT");
    vi.advanceTimersByTime(5_000);
    finish();
    expect(exit).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
