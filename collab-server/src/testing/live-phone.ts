import { PROTOCOL_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import type { Notice, Presence } from "@tureen/shared/platform/protocol/notices";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import { seatOf } from "@tureen/shared/table/document/keys";
import type { DinerId } from "@tureen/shared/table/document/types";
import { Phone } from "@tureen/shared/table/sync/phone";
import { ServerClock } from "@tureen/shared/table/sync/server-clock";
import type { Socket, SocketListener } from "@tureen/shared/table/sync/sync-client";
import { realTimers } from "@tureen/shared/table/sync/timers";
import type { LiveNode } from "./live-node.ts";
import type { LiveTable } from "./live-table.ts";
import { noSocket, openNodeSocket } from "./node-socket.ts";
import { until } from "./until.ts";

const TIMING = { firstPauseMs: 30, longestPauseMs: 30 };

/** The product's own phone outside a browser, with a record of what it was told. */
export class LivePhone {
  readonly diner: DinerId;
  readonly phone: Phone;
  /** What the server told beside the document, its greeting apart. */
  readonly notices: Notice[] = [];
  /** How the server closed, by `code reason`. */
  readonly closes: string[] = [];
  /** Why the server turned the phone away, by code. */
  readonly refusals: string[] = [];
  /** What the server refused for good, as `root key`. */
  readonly dropped: string[] = [];
  /** Whether the page was told to be reloaded. */
  outdated = false;
  /** Why it is over for good, once it is. */
  ended: string | undefined;
  /** What the others look at. */
  presence: readonly Presence[] = [];
  /** Called with what is not saved whenever that may have changed. */
  onUnsaved: (ids: ReadonlySet<string>) => void = () => {};
  /** Called when a connection has ended. */
  onClose: () => void = () => {};
  #url: string;
  #hasNetwork = true;
  #cut = () => {};

  constructor(
    url: string,
    sessionId: string,
    diner: DinerId,
    token: () => Promise<string>,
    { reconnect = true } = {},
  ) {
    this.diner = diner;
    this.#url = url;
    this.phone = new Phone({
      ...{ sessionId, diner, seat: seatOf(diner), timers: realTimers, timing: TIMING },
      clock: new ServerClock(realTimers),
      store: undefined,
      measureClock: async () => {},
      openSocket: (listener) => this.#open(listener, reconnect),
      token: () => token().then((value) => ({ token: value })),
      forgetToken: () => {},
      listener: {
        notice: (notice) => notice.kind !== "welcome" && this.notices.push(notice),
        refused: (reason) => this.refusals.push(reason),
        presence: (others) => {
          this.presence = others;
        },
        dropped: (_, values) => {
          for (const { root, key } of values) this.dropped.push(`${root} ${key}`);
        },
        outdated: () => {
          this.outdated = true;
        },
        unsaved: (ids) => this.onUnsaved(ids),
        ended: (reason) => {
          this.ended = reason;
        },
      },
    });
    void this.phone.start();
  }

  get doc() {
    return this.phone.replica.doc;
  }

  get edits() {
    return this.phone.replica.edits;
  }

  /** Everything sent has been acknowledged, and everything there was has been received. */
  get saved(): boolean {
    return this.phone.isSaved;
  }

  get view() {
    return this.phone.view;
  }

  get state(): Uint8Array {
    return this.phone.replica.state;
  }

  /** Loses its network until `connect`. */
  disconnect(): void {
    this.#hasNetwork = false;
    this.#cut();
  }

  /** Has a network again, and may find another server there. */
  connect(url = this.#url): void {
    this.#url = url;
    this.#hasNetwork = true;
    this.phone.reachable();
  }

  /** Finds another server from its next connection on. */
  moveTo(url: string): void {
    this.#url = url;
  }

  get url(): string {
    return this.#url;
  }

  /** Adds a line and waits until the phone was told that it is saved. */
  async add(table: LiveTable, note = "", quantity = 1): Promise<string> {
    const id = this.edits.addLine(table.line(note), quantity);
    await this.untilSaved();
    return id;
  }

  async untilSaved(): Promise<void> {
    await until(`${this.diner}'s phone has saved`, () => this.saved);
  }

  async untilSees(lineId: string): Promise<void> {
    await until(`${this.diner} sees ${lineId}`, () => lineId in this.view.lines);
  }

  destroy(): void {
    void this.phone.destroy();
  }

  #open(listener: SocketListener, reconnect: boolean): Socket {
    if (!this.#hasNetwork) return noSocket(listener);
    const url = new URL(this.#url);
    url.searchParams.set(PROTOCOL_PARAMETER, String(PROTOCOL_VERSION));
    const socket = openNodeSocket(url.href, listener, (code, reason) => {
      this.closes.push(`${code} ${reason}`);
      if (!reconnect) this.#hasNetwork = false;
      this.onClose();
    });
    this.#cut = () => {
      socket.close();
    };
    return socket;
  }
}

/** A phone that is connected and has received everything. */
export async function connectPhone(
  node: Pick<LiveNode, "url">,
  table: LiveTable,
  diner: DinerId = "d1",
  options: { reconnect?: boolean; token?: () => Promise<string> } = {},
): Promise<LivePhone> {
  const token = options.token ?? (() => table.token(diner));
  const phone = new LivePhone(node.url, table.sessionId, diner, token, options);
  await phone.untilSaved();
  return phone;
}
