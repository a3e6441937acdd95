/** Two diners' phones at one table of the model server, one with a second tab, and what is owed to them. */
import * as Y from "yjs";
import { portionKey } from "../../document/keys.ts";
import { DINER_ROOTS, writerOf } from "../../document/roots.ts";
import { sameDocument } from "../../document/session-document.ts";
import type { Line } from "../../document/types.ts";
import { Phone } from "../phone.ts";
import { ServerClock } from "../server-clock.ts";
import type { TokenAnswer } from "../sync-client.ts";
import { FaultyStore } from "./faulty-store.ts";
import { ModelServer } from "./model-server.ts";
import { TestTimers } from "./test-timers.ts";

const SESSION = "0190a5d2-0000-7000-8000-000000000001";
const DISH = "0190a5d2-0000-7000-8000-000000000002";

/** What a phone does for a token now. */
export type TokenMood = "well" | "away" | "hanging";

/** The pages: whose they are, and which store they share. */
const PAGES = [
  { diner: "d1", seat: 1, store: 0 },
  { diner: "d2", seat: 2, store: 1 },
  { diner: "d1", seat: 1, store: 0 },
] as const;

/** One page: it is closed and opened again, with what the phone has kept. */
interface Page {
  readonly n: number;
  readonly phone: Phone;
  isKept: boolean;
  ended: string | undefined;
}

export class ModelTable {
  readonly timers = new TestTimers();
  readonly server = new ModelServer(SESSION);
  readonly stores = [new FaultyStore(), new FaultyStore()];
  /** The third is opened and closed as a second tab of the first. */
  readonly #pages: (Page | undefined)[] = [];
  tokenMood: TokenMood = "well";
  /** Every value that a diner has written and nobody has refused for good, as `root key`. */
  readonly #owed = new Map<string, Owed>();
  /** Every line that the server will never take. */
  readonly #bad = new Set<string>();

  #broken: string | undefined;

  static async open(): Promise<ModelTable> {
    const table = new ModelTable();
    table.server.write((edits) => {
      for (const seat of [1, 2]) edits.diner({ seat, colour: seat, host: seat === 1 });
    });
    for (const n of [0, 1]) await table.openPage(n);
    return table;
  }

  /** The phone of a page; of the first tab where there is no second. */
  phone(page: number): Phone {
    return this.#page(page).phone;
  }

  store(page: number): FaultyStore {
    return this.stores[PAGES[page]?.store ?? 0] as FaultyStore;
  }

  #page(n: number): Page {
    return (this.#pages[n] ?? this.#pages[0]) as Page;
  }

  get #open(): readonly Page[] {
    return this.#pages.filter((page) => page !== undefined);
  }

  add(page: number, isBad: boolean): void {
    const phone = this.phone(page);
    const note = isBad ? this.server.refusedNote : "";
    const line: Line = { item: DISH, options: [], note, for: "table", at: this.timers.now() };
    const id = phone.addLine(line, 1);
    if (id === undefined) return;
    if (isBad) this.#bad.add(id);
    else this.#owe(phone, `lines ${id}`, this.#portion(phone, id));
  }

  tap(page: number, which: number, by: 1 | -1): void {
    const phone = this.phone(page);
    const lines = Object.keys(phone.view.lines);
    const line = lines[which % Math.max(1, lines.length)];
    if (line === undefined) return;
    phone.tap(line, by);
    if (!this.#bad.has(line)) this.#owe(phone, this.#portion(phone, line));
  }

  confirm(page: number, which: number): void {
    const phone = this.phone(page);
    const lines = Object.keys(phone.view.lines);
    const line = lines[which % Math.max(1, lines.length)];
    if (line === undefined) return;
    const wish = { lines: [{ line, quantity: 1, unitPrice: 5, ordered: 0 }], total: 5 };
    const id = phone.confirm({ ...wish, menuVersion: 1, at: this.timers.now() });
    this.#owe(phone, `confirms ${id}`);
  }

  /** A page is closed and opened again. */
  async reload(n: number): Promise<void> {
    if (!this.#pages[n]) return;
    await this.closePage(n);
    await this.openPage(n);
  }

  /** What a page has neither kept nor saved may be gone when it is closed. */
  async closePage(n: number): Promise<void> {
    const page = this.#pages[n];
    if (!page) return;
    await this.settle();
    const { phone, isKept } = page;
    const kept = new Y.Doc();
    const mayLose = !isKept || this.store(n).mood !== "well" || this.store(n).isHung;
    for (const update of this.store(n).stored.updates) Y.applyUpdate(kept, update);
    for (const [value, wanted] of this.#owedTo(phone.replica.diner)) {
      const others = this.#open
        .filter((other) => other !== page)
        .map(({ phone }) => phone.replica.doc);
      const places = [kept, this.server.doc, ...others];
      if (places.some((doc) => hasWritten(doc, value, wanted))) continue;
      if (!mayLose) throw new Error(`${value} was said to be kept and is not`);
      // It may be on its way all the same.
      this.#owed.delete(value);
    }
    await phone.destroy();
    this.#pages[n] = undefined;
    // The browser shows another tab in its place.
    this.#open.find((other) => this.store(other.n) === this.store(n))?.phone.reachable();
  }

  /** The browser forgets what the phone has kept; what nobody else has is gone. */
  clearStore(n: number): void {
    this.store(n).clear();
    const places = [this.server.doc, ...this.#open.map(({ phone }) => phone.replica.doc)];
    for (const [value, wanted] of this.#owedTo(PAGES[n]?.diner ?? "")) {
      if (!places.some((doc) => hasWritten(doc, value, wanted))) this.#owed.delete(value);
    }
  }

  /** Everything that is under way comes to its end as far as it can without time passing. */
  async settle(): Promise<void> {
    for (let n = 0; n < 12; n += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets everything arrive, and so many ms pass. */
  async pass(ms: number): Promise<void> {
    const settle = async () => {
      let rounds = 0;
      do {
        if (rounds++ > 1_000) throw new Error("the phones talk for ever");
        this.server.deliver(10);
        await this.settle();
      } while (this.server.isBusy);
    };
    await this.timers.pass(ms, settle);
  }

  /** Throws when a phone says what is not true. */
  check(): void {
    if (this.#broken) throw new Error(this.#broken);
    for (const { phone, n } of this.#open) {
      const { diner, doc, unsaved } = phone.replica;
      if (this.server.socketsOf(n) > 1) throw new Error(`${diner} has two sockets`);
      for (const value of valuesOf(doc, diner)) {
        const [root = "", key = ""] = value.split(" ");
        const lineId = key.slice(0, key.indexOf("/"));
        if (unsaved.has(root === "portions" ? lineId : key)) continue;
        const there = valueIn(this.server.doc, value);
        // Of another tab's portion the server may know more than this one.
        const isOwn = root !== "portions" || key === portionKey(lineId, diner, doc.clientID);
        if (there === undefined || (isOwn && there !== valueIn(doc, value))) {
          throw new Error(`${diner}'s phone says that ${value} is saved, and it is not`);
        }
      }
    }
  }

  /** Nothing goes wrong any more, and there is time: throws unless everything is as it has to be. */
  async comeToRest(): Promise<void> {
    this.server.mishaps = [];
    this.server.denies = undefined;
    this.tokenMood = "well";
    this.server.version = 2;
    for (const store of this.stores) store.mood = "well";
    for (const { phone } of this.#open) phone.reachable();
    // Nothing is heard of anybody's presence here, so that connections are made anew now and then.
    const isAtRest = ({ phone, isKept }: Page) => phone.isSaved && isKept;
    for (let n = 0; n < 100 && !this.#open.every(isAtRest); n += 1) await this.pass(5_000);
    this.check();
    for (const { phone, isKept, ended } of this.#open) {
      const { diner, doc, unsaved } = phone.replica;
      if (ended !== undefined) throw new Error(`${diner} was told that it is over: ${ended}`);
      if (!phone.isSaved || unsaved.size > 0) {
        throw new Error(`${diner} never came to rest: ${phone.state}, unsaved ${[...unsaved]}`);
      }
      if (!isKept) throw new Error(`${diner}'s phone never kept its copy again`);
      for (const value of valuesOf(doc, diner)) {
        if (this.#isBad(value)) throw new Error(`${diner} still shows ${value}`);
      }
      if (!sameDocument(doc, this.server.doc)) throw new Error(`${diner} shows something else`);
    }
    for (const [value, { content }] of this.#owed) {
      if (valueIn(this.server.doc, value) !== content) throw new Error(`${value} is lost`);
    }
  }

  async close(): Promise<void> {
    for (const { phone } of this.#open) await phone.destroy();
  }

  async openPage(n: number): Promise<void> {
    if (this.#pages[n]) return;
    const { timers, server } = this;
    const { diner, seat } = PAGES[n] as (typeof PAGES)[number];
    const page: { -readonly [K in keyof Page]: Page[K] } = {
      n,
      phone: undefined as unknown as Phone,
      isKept: false,
      ended: undefined,
    };
    page.phone = new Phone({
      ...{ sessionId: SESSION, diner, seat, timers },
      clock: new ServerClock(timers),
      store: this.store(n),
      random: () => 0.5,
      openSocket: (listener) => server.connect(n, diner, listener),
      token: () => this.#token(),
      forgetToken: () => {},
      measureClock: async () => {},
      listener: {
        kept: (isKept) => {
          page.isKept = isKept;
        },
        ended: (reason) => {
          page.ended = reason;
        },
        refused: (reason) => {
          // An edit that builds on one that the server lacks must never be sent.
          if (reason === "update-incomplete") this.#broken = `${diner} sent something incomplete`;
        },
      },
    });
    this.#pages[n] = page;
    const started = page.phone.start();
    await this.settle();
    if (this.store(n).mood === "hanging") await this.pass(2_000);
    await started;
  }

  async #token(): Promise<TokenAnswer> {
    if (this.tokenMood === "hanging") return new Promise(() => {});
    return this.tokenMood === "away" ? { away: true } : { token: "a token" };
  }

  /** The diner has written these on this page. */
  #owe({ replica }: Phone, ...values: string[]): void {
    for (const value of values) {
      const id = itemOf(replica.doc, value)?.lastId;
      if (id) this.#owed.set(value, { content: valueIn(replica.doc, value), id });
    }
  }

  #portion({ replica: { diner, doc } }: Phone, lineId: string): string {
    return `portions ${portionKey(lineId, diner, doc.clientID)}`;
  }

  #owedTo(diner: string): [string, Owed][] {
    return [...this.#owed].filter(([value]) => {
      const [root = "", key = ""] = value.split(" ");
      return writerOf(root, key) === diner;
    });
  }

  #isBad(value: string): boolean {
    return [...this.#bad].some((line) => value.includes(line)) && !value.startsWith("confirms ");
  }
}

/** What a diner has written, and as which edit. */
interface Owed {
  readonly content: string | undefined;
  readonly id: Y.ID;
}

/** Whether this very edit is there, or the same has been written anew; not only what happens to equal it. */
function hasWritten(doc: Y.Doc, value: string, { content, id }: Owed): boolean {
  const item = itemOf(doc, value);
  if (item === undefined) return false;
  if (item.lastId.client === id.client) return item.lastId.clock >= id.clock;
  return valueIn(doc, value) === content;
}

function itemOf(doc: Y.Doc, value: string): Y.Item | undefined {
  const [root = "", key = ""] = value.split(" ");
  return doc.getMap(root)._map.get(key);
}

/** This diner's values in a document, as `root key`. */
function valuesOf(doc: Y.Doc, diner: string): string[] {
  return Object.keys(DINER_ROOTS).flatMap((root) =>
    [...doc.getMap(root).keys()]
      .filter((key) => writerOf(root, key) === diner)
      .map((key) => `${root} ${key}`),
  );
}

/** A value of a document, as text so that it can be compared. */
function valueIn(doc: Y.Doc, value: string): string | undefined {
  const [root = "", key = ""] = value.split(" ");
  const found = doc.getMap(root).get(key);
  return found === undefined ? undefined : JSON.stringify(found);
}
