/**
 * Keeps a replica of a document in sync with the server, over connections that come and go. Carries out
 * what the state machine (machine.ts) says; what is sent, and what of it is saved, is kept here.
 *
 * Free of the DOM: sockets, timers and chance are given, so that the app, the chaos run and the tests all
 * run this very client.
 */
import {
  type ClientMessage,
  decodeServerMessage,
  encodeClientMessage,
} from "../../platform/protocol/frames.ts";
import { type Notice, parseNotice } from "../../platform/protocol/notices.ts";
import { reactionTo } from "../../platform/protocol/reactions.ts";
import { RESTING, type SyncCommand, type SyncEvent, type SyncState, step } from "./machine.ts";
import type { Outgoing, Replica } from "./replica.ts";
import type { Timers } from "./timers.ts";

/** A socket as the client uses it; nothing is heard of it after `close`. */
export interface Socket {
  send(frame: Uint8Array): void;
  close(): void;
}

/** What a socket tells. */
export interface SocketListener {
  opened(): void;
  received(frame: Uint8Array): void;
  /** It is closed or could not be opened; called at most once. `reason` is the other side's, or "". */
  lost(reason: string): void;
}

/** A token, or why there is none: not now, or never for this reason. */
export type TokenAnswer =
  | { readonly token: string }
  | { readonly away: true }
  | { readonly refused: string };

export interface SyncClientOptions {
  /** The name of the document. */
  readonly document: string;
  readonly replica: Replica;
  readonly openSocket: (listener: SocketListener) => Socket;
  /** Never rejects. */
  readonly token: () => Promise<TokenAnswer>;
  /** The server does not take the token that `token` gives: the next one has to be another. */
  readonly forgetToken: () => void;
  readonly timers: Timers;
  /** From 0 to 1; spreads phones that were cut off together. */
  readonly random?: () => number;
  readonly timing?: Partial<SyncTiming>;
  readonly listener?: SyncListener;
}

/** Told of what happens; each of them may be left out. */
export interface SyncListener {
  readonly state?: (state: SyncState) => void;
  readonly notice?: (notice: Notice) => void;
  readonly presence?: (update: Uint8Array) => void;
  /** Somebody new is there: who is present should say so. */
  readonly presenceWanted?: () => void;
  /** The oldest edit that was not acknowledged is saved. */
  readonly saved?: (edit: Outgoing) => void;
  /** The server turned the phone away, for this reason. */
  readonly refused?: (reason: string) => void;
  readonly ended?: (reason: string) => void;
  /** The page has to be reloaded before this server serves it. */
  readonly outdated?: () => void;
}

/** All in ms. */
export interface SyncTiming {
  /** The pause after the first attempt that failed, and the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long nothing may be heard on a connection that is not in sync yet, on the first attempt. */
  readonly exchangeMs: number;
  /** How long nothing may be heard on one that is. */
  readonly silenceMs: number;
}

const TIMING: SyncTiming = {
  firstPauseMs: 1_000,
  longestPauseMs: 15_000,
  exchangeMs: 10_000,
  // Presence is renewed every 15 s, and comes back to whoever sent it.
  silenceMs: 31_000,
};

/** An attempt to connect may take at most so many times as long as the first. */
const MOST_PATIENCE = 6;

export class SyncClient {
  readonly #options: SyncClientOptions;
  readonly #timing: SyncTiming;
  #state: SyncState = RESTING;
  /** Events that came up while another was dealt with. */
  readonly #events: SyncEvent[] = [];
  #isBusy = false;
  #socket: Socket | undefined;
  #serverVersion: number | undefined;
  /** Sent and not acknowledged, the oldest first: one for each frame that will be acknowledged. */
  #inFlight: Outgoing[] = [];
  /** Whether this connection's server has been told what it lacked: edits may follow. */
  #hasAnswered = false;
  /**
   * Whether something in the document is refused and it is not known what. The document is then made
   * anew and sent piece by piece, so that the piece under way is the one that is refused.
   */
  #isCareful = false;
  /** The pieces that wait for their turn on this connection, what was written since behind them. */
  #pieces: Outgoing[] | null = null;
  #callOffWait = () => {};
  #callOffWatch = () => {};
  #heardAt = 0;

  constructor(options: SyncClientOptions) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    options.replica.onWritten = (written) => this.#write(written);
  }

  get state(): SyncState {
    return this.#state;
  }

  /** Whether the server has everything that was written. */
  get isSaved(): boolean {
    const { at } = this.#state;
    return at === "online" && this.#hasAnswered && this.#inFlight.length === 0 && !this.#isCareful;
  }

  start(): void {
    this.#feed({ kind: "start" });
  }

  /** The device has a network again, or the page has woken: the next attempt is made at once. */
  reachable(): void {
    // A page that slept has not noticed that its connection is gone.
    this.#lookForSilence();
    this.#feed({ kind: "reachable" });
  }

  unreachable(): void {
    this.#feed({ kind: "unreachable" });
  }

  /** Shows the others what this client looks at, while it is connected. */
  sendPresence(update: Uint8Array): void {
    const { at } = this.#state;
    if (at === "exchanging" || at === "online") this.#send({ kind: "presence", update });
  }

  /** Ends the connection for good. */
  stop(): void {
    this.#options.replica.onWritten = undefined;
    this.#feed({ kind: "stop" });
  }

  #feed(event: SyncEvent): void {
    this.#events.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#step(next);
    } finally {
      this.#isBusy = false;
    }
  }

  #step(event: SyncEvent): void {
    const before = this.#state;
    const { state, commands } = step(before, event);
    this.#state = state;
    for (const command of commands) this.#carryOut(command);
    if (state !== before) this.#options.listener?.state?.(state);
  }

  #carryOut(command: SyncCommand): void {
    const { replica, listener, forgetToken } = this.#options;
    switch (command.do) {
      case "open":
        this.#open();
        break;
      case "drop":
        this.#drop();
        break;
      case "wait":
        this.#wait(command.pause);
        break;
      case "fetch-token":
        void this.#fetchToken();
        break;
      case "forget-token":
        forgetToken();
        break;
      case "greet":
        this.#greet(command.token);
        break;
      case "renew":
        this.#send({ kind: "token", token: command.token });
        break;
      case "show-presence":
        listener?.presenceWanted?.();
        break;
      case "answer":
        this.#answer(command.vector);
        break;
      case "take":
        this.#take(command.update, command.complete);
        break;
      case "settle":
        this.#settle();
        break;
      case "flush":
        this.#flush();
        break;
      case "salvage":
        this.#isCareful = true;
        break;
      case "end":
        replica.onWritten = undefined;
        listener?.ended?.(command.reason);
        break;
      case "tell-outdated":
        listener?.outdated?.();
        break;
    }
  }

  #open(): void {
    this.#callOffWait();
    const ofThis = (then: () => void) => {
      if (this.#socket === socket) then();
    };
    const socket = this.#options.openSocket({
      opened: () => ofThis(() => this.#feed({ kind: "opened" })),
      received: (frame) => ofThis(() => this.#receive(frame)),
      lost: (reason) => ofThis(() => this.#over("lost", reason)),
    });
    this.#socket = socket;
    this.#heardAt = this.#options.timers.elapsed();
    this.#watch();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#serverVersion = undefined;
    this.#hasAnswered = false;
    // What of it has arrived shows in the next exchange.
    this.#inFlight = [];
    this.#pieces = null;
    this.#callOffWatch();
    this.#callOffWait();
    socket?.close();
  }

  #wait(length: "none" | "growing" | "longest"): void {
    const { timers, random = Math.random } = this.#options;
    const { firstPauseMs, longestPauseMs } = this.#timing;
    const grown = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#state.tries - 1));
    const most = { none: 0, growing: grown, longest: longestPauseMs }[length];
    this.#callOffWait = timers.after(most * (0.1 + 0.9 * random()), () =>
      this.#feed({ kind: "due" }),
    );
  }

  async #fetchToken(): Promise<void> {
    const socket = this.#socket;
    const answer = await this.#options.token();
    // Meanwhile the connection may have been given up, and another one made.
    if (!socket || this.#socket !== socket) return;
    if ("token" in answer) this.#feed({ kind: "token", token: answer.token });
    else if ("refused" in answer) this.#feed({ kind: "token-refused", reason: answer.refused });
    else this.#feed({ kind: "token-away" });
  }

  #greet(token: string): void {
    const { replica } = this.#options;
    if (this.#isCareful) replica.beginAfresh();
    this.#send({ kind: "token", token });
    // The server keeps it until it has looked at the token.
    this.#send({ kind: "ask", vector: replica.vector() });
  }

  #answer(vector: Uint8Array): void {
    // Nothing of a document that was refused: its pieces follow one by one.
    if (this.#isCareful) return;
    const answer = this.#options.replica.answer(vector);
    this.#hasAnswered = true;
    this.#inFlight.push(answer);
    this.#send({ kind: "answer", update: answer.update });
  }

  #take(update: Uint8Array, complete: boolean): void {
    const { replica } = this.#options;
    try {
      replica.take(update, complete);
    } catch {
      // Cut short or spoilt on its way: the next exchange brings it again.
      this.#feed({ kind: "silent" });
      return;
    }
    if (!complete || !this.#isCareful || this.#pieces) return;
    this.#pieces = [...replica.pieces()];
    this.#hasAnswered = true;
  }

  #write(written: Outgoing): void {
    if (this.#pieces) this.#pieces.push(written);
    // Before that the answer brings it, or the document that is made anew.
    else if (this.#hasAnswered) this.#sendEdit(written);
    this.#feed({ kind: "edited" });
  }

  /** Sends the next piece when the one before is saved; everything else has been sent already. */
  #flush(): void {
    if (!this.#pieces || this.#inFlight.length > 0) return;
    const piece = this.#pieces.shift();
    if (piece) {
      this.#sendEdit(piece);
    } else {
      this.#pieces = null;
      this.#isCareful = false;
      this.#feed({ kind: "all-saved" });
    }
  }

  #sendEdit(edit: Outgoing): void {
    this.#inFlight.push(edit);
    this.#send({ kind: "edit", update: edit.update });
  }

  #settle(): void {
    const edit = this.#inFlight.shift();
    if (!edit) return;
    const { replica, listener } = this.#options;
    replica.saved(edit.mark);
    listener?.saved?.(edit);
    if (this.#pieces) this.#flush();
    else if (this.#inFlight.length === 0) this.#feed({ kind: "all-saved" });
  }

  #receive(frame: Uint8Array): void {
    this.#heardAt = this.#options.timers.elapsed();
    const message = decodeServerMessage(this.#options.document, frame);
    if (!message) return;
    const { listener } = this.#options;
    switch (message.kind) {
      case "granted":
      case "token-wanted":
        this.#feed(message);
        break;
      case "ask":
        this.#feed({ kind: "asked", vector: message.vector });
        break;
      case "answer":
        this.#feed({ kind: "answered", update: message.update });
        break;
      case "edit":
        this.#feed({ kind: "heard", update: message.update });
        break;
      case "acknowledged":
        if (message.saved) this.#feed({ kind: "acknowledged" });
        else this.#over("turned-away", "read-only");
        break;
      case "presence":
        listener?.presence?.(message.update);
        break;
      case "presence-wanted":
        listener?.presenceWanted?.();
        break;
      case "notice": {
        const notice = parseNotice(message.payload);
        if (notice) this.#hear(notice);
        break;
      }
      case "denied":
      case "closing":
        this.#over("turned-away", message.reason);
        break;
    }
  }

  #hear(notice: Notice): void {
    if (notice.kind === "welcome") this.#serverVersion = notice.protocol;
    if (notice.kind === "refused") {
      this.#serverVersion = notice.protocol ?? this.#serverVersion;
      this.#over("turned-away", notice.code);
    } else {
      this.#options.listener?.notice?.(notice);
    }
  }

  /** The connection is at its end: the other side has said so, or is gone. */
  #over(kind: "turned-away" | "lost", reason: string): void {
    const { replica, listener } = this.#options;
    if (reason !== "") listener?.refused?.(reason);
    if (reactionTo(reason, this.#serverVersion) === "drop") {
      replica.refused(reason, this.#pieces ? this.#inFlight[0] : undefined);
    }
    this.#feed({ kind, reason, serverVersion: this.#serverVersion });
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(encodeClientMessage(this.#options.document, message));
  }

  /** Looks now and then whether anything is heard, rather than moving a timer with every frame. */
  #watch(): void {
    const { exchangeMs, silenceMs } = this.#timing;
    const look = () => {
      this.#lookForSilence();
      if (this.#socket) this.#watch();
    };
    const every = Math.min(exchangeMs, silenceMs) / 2;
    this.#callOffWatch = this.#options.timers.after(every, look);
  }

  #lookForSilence(): void {
    if (!this.#socket) return;
    const { exchangeMs, silenceMs } = this.#timing;
    const { at, tries } = this.#state;
    // A large document over a slow line comes as one frame: each attempt is given longer.
    const most = at === "online" ? silenceMs : exchangeMs * Math.min(tries, MOST_PATIENCE);
    if (this.#options.timers.elapsed() - this.#heardAt >= most) this.#feed({ kind: "silent" });
  }
}
