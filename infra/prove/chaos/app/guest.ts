/**
 * A guest with the real app in a browser, at one of the tables: joins, taps dishes in, sends them,
 * and keeps in the record what the page says. Every line gets a note of its own, by which it is found
 * again in the log: the page shows nothing else that is unique.
 */
import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import type { RunCounts } from "../counts.ts";
import type { PageEvent, PageId, Recorder, ShownLine } from "../history.ts";
import { becomes, pause } from "../pause.ts";
import type { AppFault } from "../schedule.ts";
import type { SeededRandom } from "../seeded-random.ts";
import type { TableSimulation } from "../table-simulation.ts";
import { TcpProxy } from "../tcp-proxy.ts";
import type { AppBrowser } from "./browser.ts";
import { AppPage, CONFIRM_SAVED, type Look, orderSaid, type ReadLine, SAVED } from "./page.ts";

/** How long one thing may take on a busy machine under attack, ms. */
const PATIENCE_MS = 20_000;
/** The same for a seat: whoever wants one has to be served by a system that keeps dying. */
const SEAT_PATIENCE_MS = 90_000;
/** Whoever has sent something looks for so long whether the kitchen has it, ms. */
const SEND_PATIENCE_MS = 10_000;
/** A tap that a fault has swallowed is not waited for. */
const SHOWN_PATIENCE_MS = 6_000;
const TRY_EVERY_MS = 200;
/** A page that has been nowhere for so long is opened again, as somebody would. */
const LOST_MS = 15_000;
const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 600;
/** Own lines in the cart before the guest rather taps on what is there: that is done sooner. */
const ENOUGH_LINES = 3;
/** Between two faults, unless the page comes to less for long. */
const TAPS_A_FAULT = 3;
/** How long a fault that is worth nothing before a tap waits for one, ms. */
const TAP_PATIENCE_MS = 10_000;
/** Something at the app's address, and so with its storage, in which the app does not run. */
const NO_APP = "/favicon.svg";
/** Edits between two sends. */
const MIN_EDITS_A_SEND = 3;
const MAX_EDITS_A_SEND = 6;

export interface AppGuestOptions {
  readonly browser: AppBrowser;
  /** Of the web server. */
  readonly webPort: number;
  readonly table: TableSimulation;
  readonly menu: Menu;
  readonly recorder: Recorder;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
}

/** One page with its seat. */
interface Seated {
  readonly page: AppPage;
  readonly who: PageId;
  /** By note, how many portions were asked for. */
  readonly asked: Map<string, number>;
  /** The notes of lines that the page has called saved. */
  readonly saved: Set<string>;
  sends: number;
  /** Of those, how many the page has called saved. */
  confirms: number;
  /** Edits until the next send. */
  editsToSend: number;
}

type WithoutId<E> = E extends PageEvent ? Omit<E, keyof PageId> : never;

export class AppGuest {
  readonly #options: AppGuestOptions;
  readonly #network: TcpProxy;
  readonly #dishes: ReadonlyMap<string, MenuItem>;
  #page: AppPage | undefined;
  #seated: Seated | undefined;
  #pages = 0;
  #notes = 0;
  #taps = 0;
  #tapsAtFault = 0;

  private constructor(options: AppGuestOptions, network: TcpProxy) {
    this.#options = options;
    this.#network = network;
    const all = options.menu.categories.flatMap(({ items }) => items);
    this.#dishes = new Map(all.map((item) => [item.name, item]));
  }

  static async start(options: AppGuestOptions): Promise<AppGuest> {
    return new AppGuest(options, await TcpProxy.start(options.webPort, options.random));
  }

  /** Does what a diner does, in one session of the table after the other, until told to stop. */
  async live(signal: AbortSignal): Promise<void> {
    const { random } = this.#options;
    let seenAt = Date.now();
    while (await pause(random.int(MIN_PAUSE_MS, MAX_PAUSE_MS), signal)) {
      try {
        if (!this.#seated) await this.sitDown(signal);
        const look = await this.#look();
        if (look.at === "table") {
          seenAt = Date.now();
          await this.#act(look, signal);
        } else if (look.at === "end") {
          this.#record({ kind: "page-said-over" });
          await this.#leave();
        } else if (Date.now() - seenAt > LOST_MS) {
          seenAt = Date.now();
          await this.#page?.tab.go(this.#address);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#options.recorder.record({
          kind: "fault",
          fault: "app-hindered",
          details: (error as Error).message,
        });
      }
    }
  }

  /** Lets a fault befall the page for so long; whether there was a page to befall. */
  async strike(fault: AppFault, ms: number, signal: AbortSignal): Promise<boolean> {
    // Loading a page takes long on a busy machine: the next fault waits until it has come to something.
    const enough = this.#tapsAtFault + TAPS_A_FAULT;
    await becomes(() => this.#taps >= enough || signal.aborted, PATIENCE_MS);
    this.#tapsAtFault = this.#taps;
    const page = this.#seated?.page;
    if (!page || signal.aborted) return false;
    const { tab } = page;
    try {
      switch (fault) {
        case "app-offline":
          this.#network.unplug();
          await tab.setOffline(true);
          await pause(ms, signal);
          this.#network.plugIn();
          await tab.setOffline(false);
          return true;
        // What was tapped while it could send nothing is then nowhere: it must not have been called saved.
        case "app-lost-copy": {
          this.#network.unplug();
          const before = this.#taps;
          await becomes(() => this.#taps > before || signal.aborted, TAP_PATIENCE_MS);
          await pause(ms, signal);
          await tab.go("about:blank");
          this.#network.plugIn();
          await until(() => tab.go(`${this.#origin}${NO_APP}`), signal);
          await page.deleteStorage();
          await until(() => tab.go(this.#address), signal);
          return true;
        }
        case "app-storage-deleted":
          return (await page.deleteStorage()) > 0;
        case "app-reloaded":
          await tab.reload();
          return true;
        case "app-frozen":
          await tab.freeze();
          await pause(ms, signal);
          tab.thaw();
          return true;
      }
    } catch {
      // The page has just gone, with its session or in a reload.
      return false;
    } finally {
      this.#network.plugIn();
      tab.thaw();
    }
  }

  /**
   * With everything calm: the page is with the others at the table, and calls saved what is tapped on it.
   * Throws when that does not come about.
   */
  async settle(signal: AbortSignal): Promise<void> {
    const there = this.#host?.session;
    // The table has been closed as the run ended, and nobody is at it.
    if (there === undefined) return;
    const hasTurned = async () => {
      const look = await this.#lookAgain();
      if (look.at === "end") this.#record({ kind: "page-said-over" });
      else if (this.session !== there)
        throw new Error("it does not notice that its table is closed");
      return look;
    };
    const seen = this.#seated && (await until(hasTurned, signal, SEAT_PATIENCE_MS));
    if (seen?.at !== "table") await this.sitDown(signal);
    const add = async () => {
      if ((await this.#look()).sheet !== "") await this.#seated?.page.closeSheet();
      return this.#add(signal);
    };
    const note = await until(add, signal, SEAT_PATIENCE_MS);
    const isSaved = async () => {
      const { lines } = await this.#lookAgain();
      if (lines.some((line) => line.note === note && line.state === SAVED)) return;
      throw new Error(`it does not call “${note}” saved`);
    };
    await until(isSaved, signal, SEAT_PATIENCE_MS);
  }

  /** The session in which the page has a seat, if any. */
  get session(): string | undefined {
    return this.#seated?.who.session;
  }

  /** What the page shows of the cart now; undefined while it shows none. */
  async cart(): Promise<ShownLine[] | undefined> {
    const look = await this.#seated?.page.look().catch(() => undefined);
    return look?.at === "table" ? look.lines.map((line) => this.#shown(line)) : undefined;
  }

  /** Keeps in the record what the page shows when all is still. */
  rested(lines: readonly ShownLine[]): void {
    this.#record({ kind: "page-rested", lines });
  }

  /** Nothing befalls the page any more. */
  async comeBack(): Promise<void> {
    this.#network.plugIn();
    this.#seated?.page.tab.thaw();
    await this.#seated?.page.tab.setOffline(false).catch(() => {});
  }

  async close(): Promise<void> {
    await this.#leave().catch(() => {});
    await this.#network.close();
  }

  /** Somebody of those who are at the table now. */
  get #host() {
    return this.#options.table.phones.find((phone) => phone.over === undefined);
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#network.port}`;
  }

  get #address(): string {
    return `${this.#origin}/t/${this.#options.table.code}`;
  }

  /** With a browser that was never here: joins those who are at the table now. */
  async sitDown(signal: AbortSignal): Promise<void> {
    const { browser, runCounts } = this.#options;
    await this.#leave();
    const page = new AppPage(await browser.open());
    this.#page = page;
    await until(() => page.tab.go(this.#address), signal, SEAT_PATIENCE_MS);
    const join = async () => {
      const seen = await page.look();
      if (seen.at === "table" && seen.seat) return seen;
      const host = this.#host;
      // Who is told that it did not work tries again; a lost answer has given the same seat.
      if (host) await page.fillIn(host.grant.pin, "Cleo");
      throw new Error("not seated yet");
    };
    const look = await until(join, signal, SEAT_PATIENCE_MS);
    this.#pages += 1;
    runCounts.appPhones += 1;
    const { sessionId, diner } = look.seat as NonNullable<Look["seat"]>;
    const who = { phone: `app page ${this.#pages}`, session: sessionId, guest: diner };
    this.#seated = {
      page,
      who,
      asked: new Map(),
      saved: new Set(),
      sends: 0,
      confirms: 0,
      editsToSend: this.#editsASend(),
    };
  }

  async #leave(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    this.#seated = undefined;
    await page?.tab.close();
  }

  async #lookAgain(): Promise<Look> {
    await this.#seated?.page.lookAgain();
    return this.#look();
  }

  /** Reads the page, and keeps what it says of the lines that were added on it. */
  async #look(): Promise<Look> {
    const seated = this.#seated;
    if (!seated) throw new Error("there is no page with a seat");
    const look = await seated.page.look();
    const own = look.lines.filter(({ note }) => seated.asked.has(note));
    const lines = own.map((line) => this.#shown(line));
    for (const { note, isSaved } of lines) {
      if (!isSaved || seated.saved.has(note)) continue;
      seated.saved.add(note);
      this.#options.runCounts.appSaved += 1;
    }
    if (lines.length > 0) this.#record({ kind: "page-showed", lines });
    return look;
  }

  async #act(look: Look, signal: AbortSignal): Promise<void> {
    const { random } = this.#options;
    const { page, asked, editsToSend } = this.#seated as Seated;
    if (look.sheet !== "") {
      await page.closeSheet();
      return;
    }
    const own = look.lines.filter(({ note }) => asked.has(note));
    // The app's pauses between attempts are longer than a node lives here.
    if (own.some(({ state }) => state !== SAVED)) await page.lookAgain();
    const line = random.pick(own);
    if (line && editsToSend <= 0) await this.#send(signal);
    else if (line && (own.length >= ENOUGH_LINES || random.chance(0.5))) {
      await this.#more(line, signal);
    } else await this.#add(signal);
  }

  /** Adds a dish; returns its note. */
  async #add(signal: AbortSignal): Promise<string> {
    const { page } = this.#seated as Seated;
    const dishes = [...this.#dishes.values()].filter(({ options }) => isPlain(options));
    const dish = this.#options.random.pick(dishes)?.name ?? "";
    this.#notes += 1;
    const note = `wish ${this.#notes}`;
    await page.openDish(dish);
    await until(() => page.writeNote(note), signal);
    this.#ask(note);
    await page.addDish();
    await this.#untilShown(note, 1, signal);
    return note;
  }

  async #more({ note }: ReadLine, signal: AbortSignal): Promise<void> {
    const { page } = this.#seated as Seated;
    const before = (await page.look()).lines.find((line) => line.note === note)?.mine ?? 0;
    this.#ask(note);
    await page.more(note);
    await this.#untilShown(note, before + 1, signal);
  }

  /** Sends all of the cart, and reads how far that has come until the kitchen has it or has refused it. */
  async #send(signal: AbortSignal): Promise<void> {
    const seated = this.#seated as Seated;
    const { page } = seated;
    seated.editsToSend = this.#editsASend();
    await page.review();
    await until(() => page.readyToSend(), signal);
    seated.sends += 1;
    this.#record({ kind: "page-sent", sends: seated.sends });
    await page.send();
    this.#options.runCounts.appSends += 1;
    let hasSaidSaved = false;
    const outcome = async () => {
      await page.lookAgain();
      const look = await page.look();
      if (look.step === CONFIRM_SAVED && !hasSaidSaved) {
        hasSaidSaved = true;
        seated.confirms += 1;
        this.#record({ kind: "page-said-confirmed", confirms: seated.confirms });
      }
      const order = orderSaid(look);
      if (order !== undefined) {
        this.#record({ kind: "page-said-ordered", order });
        this.#options.runCounts.appOrders += 1;
      } else if (look.sheet !== "" && !look.sheet.includes("Not sent")) {
        throw new Error("neither ordered nor refused yet");
      }
    };
    // What becomes of it later is in the log.
    await until(outcome, signal, SEND_PATIENCE_MS).catch(() => {});
    await page.closeSheet();
  }

  /** The tap has come to something: an edit. Somebody else may send the line before it is seen. */
  async #untilShown(note: string, mine: number, signal: AbortSignal): Promise<void> {
    await until(
      async () => {
        const { lines } = await this.#look();
        const line = lines.find((each) => each.note === note);
        if (!line || line.mine < mine) throw new Error(`the page does not show ${mine} of ${note}`);
      },
      signal,
      SHOWN_PATIENCE_MS,
    );
    this.#options.runCounts.appEdits += 1;
    (this.#seated as Seated).editsToSend -= 1;
  }

  #editsASend(): number {
    return this.#options.random.int(MIN_EDITS_A_SEND, MAX_EDITS_A_SEND);
  }

  #ask(note: string): void {
    const { asked } = this.#seated as Seated;
    this.#taps += 1;
    const portions = (asked.get(note) ?? 0) + 1;
    asked.set(note, portions);
    this.#record({ kind: "page-asked", note, portions });
  }

  #shown({ dish, note, quantity, mine, state }: ReadLine): ShownLine {
    const item = this.#dishes.get(dish)?.id ?? dish;
    return { item, note, quantity, mine, isSaved: state === SAVED };
  }

  #record(event: WithoutId<PageEvent>): void {
    const { who } = this.#seated ?? {};
    if (who) this.#options.recorder.record({ ...event, ...who } as PageEvent);
  }
}

const isPlain = (options: MenuItem["options"]) => options.every(({ min }) => min === 0);

/** Does something as soon as it can be done; throws the last reason why it could not. */
async function until<T>(
  act: () => Promise<T>,
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > deadline || !(await pause(TRY_EVERY_MS, signal))) throw error;
    }
  }
}
