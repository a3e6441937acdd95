/**
 * When a phone connects, signs in, exchanges what either side lacks, waits and gives up: a state machine
 * without a clock, a socket or a document. `TRANSITIONS` is the whole of it, one cell for each state and
 * event; `sync-client.ts` feeds it events and carries its commands out.
 *
 * | state      | means                                                                    |
 * |------------|--------------------------------------------------------------------------|
 * | resting    | not started                                                              |
 * | waiting    | no connection; the next attempt comes by itself                          |
 * | connecting | a socket is being opened                                                 |
 * | signing-in | it is open; a token is being fetched, or the server looks at it          |
 * | exchanging | signed in; each side tells the other what it lacks                       |
 * | online     | the phone has had all that the server had, and hears of every edit       |
 * | ended      | over for good: the session, the diner's place, or the page               |
 */
import { reactionTo } from "../../platform/protocol/reactions.ts";

export type StateName =
  | "resting"
  | "waiting"
  | "connecting"
  | "signing-in"
  | "exchanging"
  | "online"
  | "ended";

export interface SyncState {
  readonly at: StateName;
  /** Attempts since everything was last saved; the pause before the next one grows with them. */
  readonly tries: number;
}

export type SyncEvent =
  | { readonly kind: "start" }
  | { readonly kind: "stop" }
  /** The device has a network again, or the page has woken. */
  | { readonly kind: "reachable" }
  /** The device has no network. */
  | { readonly kind: "unreachable" }
  /** The pause is over. */
  | { readonly kind: "due" }
  | { readonly kind: "opened" }
  /** The socket is gone, for this reason if the other side has given one. */
  | { readonly kind: "lost"; readonly reason: string; readonly serverVersion?: number }
  /** Nothing has been heard for too long, or the exchange takes too long. */
  | { readonly kind: "silent" }
  | { readonly kind: "token"; readonly token: string }
  /** No token can be had now. */
  | { readonly kind: "token-away" }
  /** No token will ever be had: the seat is lost, for this reason. */
  | { readonly kind: "token-refused"; readonly reason: string }
  | { readonly kind: "token-wanted" }
  | { readonly kind: "granted" }
  /** The server says why it is about to close. */
  | { readonly kind: "turned-away"; readonly reason: string; readonly serverVersion?: number }
  | { readonly kind: "asked"; readonly vector: Uint8Array }
  | { readonly kind: "answered"; readonly update: Uint8Array }
  | { readonly kind: "heard"; readonly update: Uint8Array }
  | { readonly kind: "acknowledged" }
  /** The server has everything that was written. */
  | { readonly kind: "all-saved" }
  /** The diner has written something. */
  | { readonly kind: "edited" };

export type SyncCommand =
  | { readonly do: "open" }
  /** Lets go of the socket; nothing more is heard of it. */
  | { readonly do: "drop" }
  /** Comes back by itself: at once, after a pause that grows with the tries, or after the longest. */
  | { readonly do: "wait"; readonly pause: "none" | "growing" | "longest" }
  | { readonly do: "fetch-token" }
  | { readonly do: "forget-token" }
  /** Says who the phone is and asks for what it lacks. */
  | { readonly do: "greet"; readonly token: string }
  | { readonly do: "renew"; readonly token: string }
  | { readonly do: "answer"; readonly vector: Uint8Array }
  | { readonly do: "take"; readonly update: Uint8Array; readonly complete: boolean }
  /** The oldest unacknowledged frame is saved. */
  | { readonly do: "settle" }
  /** Sends what has been written, as far as it may be sent by now. */
  | { readonly do: "flush" }
  /** Something that the phone holds breaks a rule: find it, drop it, keep the rest. */
  | { readonly do: "salvage" }
  /** Shows who is here and what they look at. */
  | { readonly do: "show-presence" }
  | { readonly do: "end"; readonly reason: string }
  /** The page has to be reloaded before this server serves it. */
  | { readonly do: "tell-outdated" };

export interface Step {
  readonly state: SyncState;
  readonly commands: readonly SyncCommand[];
}

type Handler<K extends SyncEvent["kind"]> = (
  state: SyncState,
  event: Extract<SyncEvent, { readonly kind: K }>,
) => Step;

/** Every state has an answer to every event, if only that it changes nothing. */
type Row = { readonly [K in SyncEvent["kind"]]: Handler<K> };

const stay = (state: SyncState): Step => ({ state, commands: [] });

const go = (state: SyncState, at: StateName, ...commands: SyncCommand[]): Step => ({
  state: { ...state, at },
  commands,
});
const keep = (state: SyncState, ...commands: SyncCommand[]): Step => ({ state, commands });

const connect = (state: SyncState): Step =>
  go({ at: state.at, tries: state.tries + 1 }, "connecting", { do: "open" });

/** Without a connection until the pause is over. */
const pause = (
  state: SyncState,
  length: Extract<SyncCommand, { do: "wait" }>["pause"],
  ...commands: SyncCommand[]
): Step => go(state, "waiting", { do: "drop" }, ...commands, { do: "wait", pause: length });

const retry = (state: SyncState): Step => pause(state, "growing");
const retreat = (state: SyncState): Step => pause(state, "longest");
const stop = (state: SyncState): Step => go(state, "ended", { do: "drop" });
const end = (state: SyncState, reason: string): Step =>
  go(state, "ended", { do: "drop" }, { do: "end", reason });

/** The server will not have this connection: what that means is in the code that it gives. */
const turnedAway = (
  state: SyncState,
  { reason, serverVersion }: Extract<SyncEvent, { readonly kind: "turned-away" | "lost" }>,
): Step => {
  switch (reactionTo(reason, serverVersion)) {
    case "later":
      return retry(state);
    case "sign-in":
      // At once with a new token; if that does not do either, more slowly.
      return pause(state, state.tries <= 1 ? "none" : "growing", { do: "forget-token" });
    case "drop":
      return pause(state, "growing", { do: "salvage" });
    case "reload":
      return pause(state, "longest", { do: "tell-outdated" });
    case "gone":
    case "ended":
      return end(state, reason);
  }
};

/** What every event comes to where it means nothing. */
const NOTHING: Row = {
  start: stay,
  stop,
  reachable: stay,
  unreachable: stay,
  due: stay,
  opened: stay,
  lost: stay,
  silent: stay,
  token: stay,
  "token-away": stay,
  "token-refused": stay,
  "token-wanted": stay,
  granted: stay,
  "turned-away": stay,
  asked: stay,
  answered: stay,
  heard: stay,
  acknowledged: stay,
  "all-saved": stay,
  edited: stay,
};

/** With a socket, whatever it is good for yet. */
const SOCKET: Row = {
  ...NOTHING,
  unreachable: retreat,
  lost: turnedAway,
  silent: retry,
  "turned-away": turnedAway,
};

/** Signed in: edits go both ways. */
const SIGNED_IN: Row = {
  ...SOCKET,
  token: (state, { token }) => keep(state, { do: "renew", token }),
  "token-wanted": (state) => keep(state, { do: "fetch-token" }),
  "token-refused": (state, { reason }) => end(state, reason),
  asked: (state, { vector }) => keep(state, { do: "answer", vector }),
  heard: (state, { update }) => keep(state, { do: "take", update, complete: false }),
  answered: (state, { update }) =>
    go(state, "online", { do: "take", update, complete: true }, { do: "flush" }),
  acknowledged: (state) => keep(state, { do: "settle" }),
  edited: (state) => keep(state, { do: "flush" }),
};

/** What each state makes of each event. */
export const TRANSITIONS: { readonly [S in StateName]: Row } = {
  resting: { ...NOTHING, start: connect },
  waiting: { ...NOTHING, due: connect, reachable: connect },
  connecting: {
    ...SOCKET,
    opened: (state) => go(state, "signing-in", { do: "fetch-token" }),
  },
  "signing-in": {
    ...SOCKET,
    token: (state, { token }) => keep(state, { do: "greet", token }),
    "token-away": retry,
    "token-refused": (state, { reason }) => end(state, reason),
    granted: (state) => go(state, "exchanging", { do: "show-presence" }),
  },
  exchanging: SIGNED_IN,
  online: {
    ...SIGNED_IN,
    "all-saved": (state) => keep({ ...state, tries: 0 }),
  },
  ended: { ...NOTHING, stop: stay },
};

/** Where a phone begins. */
export const RESTING: SyncState = { at: "resting", tries: 0 };

/** What an event comes to in a state. Pure. */
export function step(state: SyncState, event: SyncEvent): Step {
  // The table's type has a handler of this very kind in every cell; the compiler cannot pair the two.
  const handle = TRANSITIONS[state.at][event.kind] as Handler<SyncEvent["kind"]>;
  return handle(state, event);
}
