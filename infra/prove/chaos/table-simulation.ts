/** A table of the run with the people at it, one simulated table after the other. */
import { randomUUID } from "node:crypto";
import { billOf } from "@tureen/shared/bill/bill";
import type { Answer } from "@tureen/shared/endpoints";
import type { Menu } from "@tureen/shared/menu/menu";
import { emptyView, type SessionView } from "@tureen/shared/table/document/session-document";
import { ask, Denied, Unknown } from "./api.ts";
import type { RunCounts } from "./counts.ts";
import type { Device } from "./device.ts";
import { act, tap } from "./guest.ts";
import type { Recorder } from "./history.ts";
import { pause } from "./pause.ts";
import { goOnPaying, payALittle } from "./payer.ts";
import { type Grant, Phone } from "./phone.ts";
import { tryRecordedAsk } from "./recorded-ask.ts";
import type { SimulatedTable } from "./restaurant.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Pause between two things that one diner does, ms. */
const MIN_PAUSE_MS = 200;
const MAX_PAUSE_MS = 1_600;
/** A table that has confirmed this often is given to the next simulated table before its document is full. */
const MANY_CONFIRMS = 200;
/** How many simulated tables have somebody with two tabs. */
const SECOND_TAB = 0.4;
/** How many of the changes of a table give it to new guests. */
const TURNOVER = 0.2;
/** Between two things that happen to a whole table, ms. */
const MIN_TABLE_PAUSE_MS = 6_000;
const MAX_TABLE_PAUSE_MS = 20_000;
/** Taps of a burst, in all: enough for a snapshot even when some phones lose their signal. */
const BURST_TAPS = 360;
const BURST_PAUSE_MS = 15;
const BURST_SETTLES_MS = 800;

export interface TableSimulationOptions {
  readonly name: string;
  readonly table: SimulatedTable;
  readonly size: number;
  /** How many of its changes give the table to new guests; see TURNOVER. */
  readonly turnover?: number;
  readonly origins: readonly string[];
  /** Signed in as a waiter. */
  readonly waiter: string;
  readonly menu: Menu;
  readonly recorder: Recorder;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
}

export class TableSimulation {
  readonly #options: TableSimulationOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #phones: Phone[] = [];
  #simulations = 0;
  /** The whole table is out of reach, or is being cleared. */
  #busy = false;

  constructor(options: TableSimulationOptions) {
    this.#options = options;
  }

  /** Of the table's QR code. */
  get code(): string {
    return this.#options.table.code;
  }

  get phones(): readonly Phone[] {
    return this.#phones;
  }

  /** A new simulated table opens the table and joins it; tries until it has, or until told to stop. */
  async sitDown(signal: AbortSignal): Promise<void> {
    const { size } = this.#options;
    this.#simulations += 1;
    const grants: Grant[] = [];
    while (grants.length < size && !signal.aborted) {
      const grant = await this.#takeSeat(grants[0]?.pin);
      if (grant) grants.push(grant);
      else await pause(300, signal);
    }
    for (const phone of this.#phones) phone.destroy();
    this.#phones = grants.map((grant, i) => this.#phone(grant, `${i + 1}`, i));
    const [host] = this.#phones;
    if (!host || !this.#options.random.chance(SECOND_TAB)) return;
    this.#phones.push(this.#phone(host.grant, "1, second tab", 1, host.device));
    this.#options.runCounts.action("second-tab");
  }

  /** A new phone at each node, with nothing on it but what the node gives it. */
  witnesses(nodes: number): Phone[] {
    const host = this.#phones.find((phone) => phone.over === undefined);
    if (!host) return [];
    return Array.from({ length: nodes }, (_, node) =>
      this.#phone(host.grant, `witness at node ${node + 1}`, node),
    );
  }

  #phone(grant: Grant, suffix: string, node: number, device?: Device): Phone {
    const { name, origins, recorder, runCounts } = this.#options;
    return new Phone({
      name: `${name}.${this.#simulations}.${suffix}`,
      grant,
      origins,
      node,
      recorder,
      runCounts,
      ...(device && { device }),
    });
  }

  /** Everybody does what diners do, until told to stop. */
  async live(signal: AbortSignal): Promise<void> {
    const { size, random } = this.#options;
    // One more for the second tab that there may be.
    const diners = Array.from({ length: size + 1 }, (_, i) =>
      this.#dine(i, random.fork(`diner ${i}`), signal),
    );
    await Promise.all([...diners, this.#change(random.fork("table"), signal)]);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** All phones lose their signal for a while, so that the nodes let the document go. */
  async away(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#options.runCounts.action("table-away");
    for (const phone of this.#phones) phone.goOffline();
    await pause(ms, signal);
    this.#busy = false;
    for (const phone of this.#phones) phone.goOnline();
  }

  /** Everybody taps at once, and then all are away: the document is worth a snapshot as it goes. */
  async burst(signal: AbortSignal): Promise<void> {
    for (let taps = 0; taps < BURST_TAPS && !signal.aborted; taps += this.#phones.length) {
      this.tapAll();
      await pause(BURST_PAUSE_MS * this.#phones.length, signal);
    }
    await pause(BURST_SETTLES_MS, signal);
    await this.away(1_000, signal);
  }

  /** Everybody taps once. */
  tapAll(): void {
    const { menu, random } = this.#options;
    for (const phone of this.#phones) if (phone.over === undefined) tap(phone, menu, random);
  }

  /** Everybody pays a little, and goes on with what is reserved for them. */
  async payAll(): Promise<void> {
    const { random, runCounts } = this.#options;
    for (const phone of this.#phones) {
      if (phone.over !== undefined) continue;
      payALittle(phone, random, runCounts);
      await goOnPaying(phone, random, runCounts);
    }
  }

  /** Everybody is back in reach. */
  comeBack(): void {
    for (const phone of this.#phones) phone.goOnline();
  }

  leave(): void {
    for (const phone of this.#phones) phone.destroy();
  }

  async #dine(i: number, random: SeededRandom, signal: AbortSignal): Promise<void> {
    const { menu, runCounts } = this.#options;
    const later = (ms: number, then: () => void) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (!this.#busy) then();
      }, ms);
      this.#timers.add(timer);
    };
    while (await pause(random.int(MIN_PAUSE_MS, MAX_PAUSE_MS), signal)) {
      const phone = this.#phones[i];
      if (!phone || phone.over !== undefined) continue;
      act(phone, menu, random, runCounts, later);
      await goOnPaying(phone, random, runCounts);
    }
  }

  /** What happens to the table as a whole. */
  async #change(random: SeededRandom, signal: AbortSignal): Promise<void> {
    const { turnover = TURNOVER } = this.#options;
    while (await pause(random.int(MIN_TABLE_PAUSE_MS, MAX_TABLE_PAUSE_MS), signal)) {
      const over = this.#phones.length === 0 || this.#phones.every((phone) => phone.over);
      const confirms = Object.keys(this.#phones[0]?.view.confirms ?? {}).length;
      if (over || confirms > MANY_CONFIRMS || random.chance(turnover)) await this.#turnOver(signal);
      else await this.away(random.int(300, 2_000), signal);
    }
  }

  /** The waiter closes the table, and the next simulated table sits down. */
  async #turnOver(signal: AbortSignal): Promise<void> {
    const session = this.#phones[0]?.session;
    if (this.#busy || session === undefined) return;
    this.#busy = true;
    try {
      while (!(await this.#close(session))) {
        await this.#settle(session);
        if (!(await pause(500, signal))) return;
      }
      await this.sitDown(signal);
      this.#options.runCounts.action("table-turnover");
    } finally {
      this.#busy = false;
      this.comeBack();
    }
  }

  /** The waiter takes what is left to pay in cash, unless somebody is paying it on a phone. */
  async #settle(session: string): Promise<void> {
    const { origins, waiter, random, runCounts } = this.#options;
    const origin = random.pick(origins) as string;
    const asking = { cookie: waiter, params: { sessionId: session } };
    try {
      const { view } = await ask(origin, "readBill", asking);
      const { free } = billOf({ ...emptyView(), ...view } as SessionView);
      if (free === 0) return;
      const rest = { mode: "rest", covers: [], payers: 1, amount: free, tip: 0 } as const;
      const body = { once: randomUUID(), method: "cash", payer: null, ...rest } as const;
      await ask(origin, "takePayment", { ...asking, body });
      runCounts.action("payment-cash");
    } catch (error) {
      if (!(error instanceof Denied || error instanceof Unknown)) throw error;
    }
  }

  /** Whether the session is closed now; asked at any node, and the floor when nobody knows. */
  async #close(session: string): Promise<boolean> {
    const { recorder, name, origins, waiter, random } = this.#options;
    const closed = await tryRecordedAsk({
      ...{ recorder, by: `waiter of ${name}`, origin: random.pick(origins) as string },
      endpoint: "closeSession",
      asking: { cookie: waiter, params: { sessionId: session }, body: {} },
      what: { what: "close-table", session },
      brought: () => ({ what: "close-table" }),
    });
    if (closed) return true;
    const table = await this.#floorTable(random.pick(origins) as string);
    return table !== undefined && table.session?.id !== session;
  }

  /** Opens the table, or joins it when it is open. Undefined when that did not work this time. */
  async #takeSeat(knownPin: string | undefined): Promise<Grant | undefined> {
    const { recorder, name, table, origins, random } = this.#options;
    const origin = random.pick(origins) as string;
    const by = `guests of ${name}`;
    const params = { code: table.code };
    if (knownPin === undefined) {
      const opened = await tryRecordedAsk({
        ...{ recorder, by, origin, endpoint: "openTable" },
        asking: { params, body: { name: "Ana" } },
        what: { what: "open-table", table: table.id },
        brought: ({ sessionId, diner }) => ({ what: "open-table", session: sessionId, diner }),
      });
      if (opened) return opened;
    }
    // An opening whose answer was lost has opened it all the same: the waiter knows the PIN.
    const pin = knownPin ?? (await this.#pinAtTable(origin));
    if (pin === undefined) return undefined;
    return tryRecordedAsk({
      ...{ recorder, by, origin, endpoint: "joinTable" },
      asking: { params, body: { name: "Bo", pin } },
      what: { what: "join-table", table: table.id },
      brought: ({ sessionId, diner }) => ({ what: "join-table", session: sessionId, diner }),
    });
  }

  async #pinAtTable(origin: string): Promise<string | undefined> {
    return (await this.#floorTable(origin))?.session?.pin;
  }

  async #floorTable(origin: string): Promise<Answer<"readFloor">["tables"][number] | undefined> {
    const { waiter, table } = this.#options;
    try {
      const { tables } = await ask(origin, "readFloor", { cookie: waiter });
      return tables.find(({ id }) => id === table.id);
    } catch (error) {
      if (error instanceof Denied || error instanceof Unknown) return undefined;
      throw error;
    }
  }
}
