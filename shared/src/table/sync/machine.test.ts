import fc from "fast-check";
import { expect, test } from "vitest";
import {
  RESTING,
  type StateName,
  type SyncEvent,
  type SyncState,
  step,
  TRANSITIONS,
} from "./machine.ts";

const bytes = new Uint8Array();
const EVENTS: { readonly [K in SyncEvent["kind"]]: fc.Arbitrary<Extract<SyncEvent, { kind: K }>> } =
  {
    start: fc.constant({ kind: "start" }),
    stop: fc.constant({ kind: "stop" }),
    reachable: fc.constant({ kind: "reachable" }),
    unreachable: fc.constant({ kind: "unreachable" }),
    due: fc.constant({ kind: "due" }),
    opened: fc.constant({ kind: "opened" }),
    lost: reasons("lost"),
    silent: fc.constant({ kind: "silent" }),
    token: fc.constant({ kind: "token", token: "t" }),
    "token-away": fc.constant({ kind: "token-away" }),
    "token-refused": fc.constant({ kind: "token-refused", reason: "diner-gone" }),
    "token-wanted": fc.constant({ kind: "token-wanted" }),
    granted: fc.constant({ kind: "granted" }),
    "turned-away": reasons("turned-away"),
    asked: fc.constant({ kind: "asked", vector: bytes }),
    answered: fc.constant({ kind: "answered", update: bytes }),
    heard: fc.constant({ kind: "heard", update: bytes }),
    acknowledged: fc.constant({ kind: "acknowledged" }),
    "all-saved": fc.constant({ kind: "all-saved" }),
    edited: fc.constant({ kind: "edited" }),
  };

function reasons<K extends "lost" | "turned-away">(kind: K) {
  const reason = fc.constantFrom(
    ...["", "no code at all", "restarting", "token-expired", "session-closed", "diner-gone"],
    ...["foreign-key", "value-invalid", "app-too-old", "server-too-old"],
  );
  const serverVersion = fc.constantFrom(undefined, 1, 2, 3);
  return fc.record({ kind: fc.constant(kind), reason, serverVersion });
}

const anyEvent = fc.oneof(...Object.values(EVENTS)) as fc.Arbitrary<SyncEvent>;
const WITH_SOCKET: ReadonlySet<StateName> = new Set([
  ...(["connecting", "signing-in", "exchanging", "online"] as const),
]);

test("a phone has one socket or one pause before the next, never both and never none", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let state: SyncState = RESTING;
      let sockets = 0;
      let pauses = 0;
      for (const event of events) {
        const next = step(state, event);
        for (const command of next.commands) {
          if (command.do === "open") sockets += 1;
          if (command.do === "drop") sockets = 0;
          if (command.do === "open" || command.do === "drop") pauses = 0;
          if (command.do === "wait") pauses += 1;
        }
        // A socket that is lost is gone before it is dropped.
        state = next.state;
        expect(sockets).toBe(WITH_SOCKET.has(state.at) ? 1 : 0);
        expect(pauses).toBe(state.at === "waiting" ? 1 : 0);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("only a code that this release knows ends anything or drops anything", () => {
  const known = new Set(["session-closed", "diner-gone"]);
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let state: SyncState = RESTING;
      for (const event of events) {
        const next = step(state, event);
        for (const command of next.commands) {
          if (command.do === "end") expect(known).toContain(command.reason);
          if (command.do !== "salvage") continue;
          const { reason, serverVersion = 1 } = event as { reason: string; serverVersion?: number };
          // An older server may only not know yet what this release knows.
          expect(reason === "foreign-key" || serverVersion >= 2).toBe(true);
        }
        state = next.state;
      }
    }),
    { numRuns: 2_000 },
  );
});

test("what is over stays over", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const ended: SyncState = { at: "ended", tries: 3 };
      expect(step(ended, event)).toEqual({ state: ended, commands: [] });
    }),
  );
});

test("the pause before the next attempt grows until everything is saved", () => {
  const run = (
    state: SyncState,
    ...kinds: ("due" | "opened" | "granted" | "silent" | "all-saved")[]
  ) => kinds.reduce((now, kind) => step(now, { kind }).state, state);
  const online = { at: "online", tries: 4 } as const;
  expect(run(online, "all-saved")).toEqual({ at: "online", tries: 0 });
  // Reached the server and was cut off again before anything was saved: no fresh start.
  expect(run(online, "silent", "due", "opened", "granted", "silent").tries).toBe(5);
});

test("every state has a cell for every event", () => {
  for (const row of Object.values(TRANSITIONS)) {
    expect(Object.keys(row).sort()).toEqual(Object.keys(EVENTS).sort());
  }
});
