import type { Menu } from "@tureen/shared/menu/menu";
import { type SessionEvent, storyOf } from "@tureen/shared/replay/events";
import type { Journal } from "@tureen/shared/replay/journal";
import { type Moment, type OfflineStretch, Phones } from "@tureen/shared/replay/phones";
import { cartOf } from "@tureen/shared/table/document/cart";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import { indexMenu, type MenuIndex } from "../../menu/menu-index.ts";
import { type CartEntry, cartEntries } from "../../table/cart-entries.ts";
import type { RecordingFacts, SessionDiner } from "../load/protocol.ts";
import { marksOf, type TimelineMark } from "./marks.ts";
import { TimeAxis } from "./time-axis.ts";

const EMPTY_MENU: Menu = {
  ...{ restaurantId: "", version: 0, name: "", currency: "EUR", locale: "en", categories: [] },
};

const ALL_TO_BE_HAD = { soldOut: [], valuesOut: [], stock: {} };

const NOTHING: readonly SessionEvent[] = [];

/** A session as it has been read, ready to be shown at any moment. */
export class ReplayedSession {
  readonly facts: RecordingFacts;
  readonly diners: readonly SessionDiner[];
  readonly journal: Journal;
  readonly events: readonly SessionEvent[];
  readonly stretches: readonly OfflineStretch[];
  readonly axis: TimeAxis;
  readonly marks: readonly TimelineMark[];
  readonly #phones: Phones;
  readonly #eventsAt = new Map<number, SessionEvent[]>();
  readonly #menus = new Map<number, MenuIndex>();
  /** Carts by their portions: all phones with signal show the same one. */
  readonly #carts = new WeakMap<
    SessionView["portions"],
    { view: SessionView; entries: readonly CartEntry[] }
  >();

  constructor(parts: {
    readonly facts: RecordingFacts;
    readonly diners: readonly SessionDiner[];
    readonly journal: Journal;
    readonly events: readonly SessionEvent[];
    readonly stretches: readonly OfflineStretch[];
  }) {
    this.facts = parts.facts;
    this.diners = parts.diners;
    this.journal = parts.journal;
    this.events = parts.events;
    this.stretches = parts.stretches;
    this.axis = new TimeAxis(parts.journal.log, parts.facts);
    this.marks = marksOf(parts.events, parts.stretches, this.axis);
    this.#phones = new Phones(parts.journal, parts.stretches);
    for (const event of parts.events) {
      const others = this.#eventsAt.get(event.index);
      if (others) others.push(event);
      else this.#eventsAt.set(event.index, [event]);
    }
  }

  get currency(): string {
    return this.facts.menus.at(-1)?.currency ?? EMPTY_MENU.currency;
  }

  /** What the last entry before a moment brought; nothing at the beginning. */
  eventsAt({ index }: Moment): readonly SessionEvent[] {
    return this.#eventsAt.get(index - 1) ?? NOTHING;
  }

  /** The offline stretch that a diner is in, if any. */
  offlineAt(diner: DinerId, moment: Moment): OfflineStretch | null {
    return this.#phones.offlineAt(diner, moment.time);
  }

  /** The document as a diner's phone showed it. */
  phoneAt(diner: DinerId, moment: Moment): SessionView {
    return this.#phones.viewAt(diner, moment);
  }

  /** The document as the servers had it. */
  tableAt({ index }: Moment): SessionView {
    return this.#phones.tableAt(index);
  }

  /** The cart with the prices that were in force; nobody's own in particular. */
  entriesOf(view: SessionView): readonly CartEntry[] {
    const known = this.#carts.get(view.portions);
    if (known && sameCart(known.view, view)) return known.entries;
    const entries = cartEntries(cartOf(view), this.#menuOf(view), ALL_TO_BE_HAD, "");
    this.#carts.set(view.portions, { view, entries });
    return entries;
  }

  /** From a line's first tap to served. */
  storyOf(line: string): SessionEvent[] {
    return storyOf(this.events, line);
  }

  /** The menu that was in force in a state of the document, or the last known one. */
  #menuOf(view: SessionView): MenuIndex {
    const { menus } = this.facts;
    const version = view.session.menuVersion;
    const menu = menus.find((each) => each.version === version) ?? menus.at(-1) ?? EMPTY_MENU;
    let index = this.#menus.get(menu.version);
    if (!index) {
      index = indexMenu(menu);
      this.#menus.set(menu.version, index);
    }
    return index;
  }
}

/** Whether two views hold the same values; roots keep their identity until they change. */
export function sameView(a: SessionView, b: SessionView): boolean {
  return (Object.keys(a) as (keyof SessionView)[]).every((root) => a[root] === b[root]);
}

function sameCart(a: SessionView, b: SessionView): boolean {
  return (
    a.lines === b.lines &&
    a.portions === b.portions &&
    a.orders === b.orders &&
    a.session.menuVersion === b.session.menuVersion
  );
}
