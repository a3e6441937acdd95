import { translated } from "@tureen/shared/menu/menu";
import type { ErrorCode } from "@tureen/shared/platform/errors";
import type { Presence } from "@tureen/shared/platform/protocol/notices";
import { cartOf } from "@tureen/shared/table/document/cart";
import { seatOf, splitPortionKey } from "@tureen/shared/table/document/keys";
import { emptyView, type SessionView } from "@tureen/shared/table/document/session-document";
import type {
  ConfirmLine,
  DinerId,
  Line,
  LineRef,
  Mark,
  PaymentWish,
  Treat,
} from "@tureen/shared/table/document/types";
import type { Link } from "@tureen/shared/table/sync/phone";
import type { SetValue } from "@tureen/shared/table/sync/replica";
import { ServerClock } from "@tureen/shared/table/sync/server-clock";
import { realTimers } from "@tureen/shared/table/sync/timers";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import { confirmsOf, linesOnTheirWay } from "../../orders/confirms.ts";
import { call } from "../../platform/live/api.ts";
import { dropStored, readStored, writeStored } from "../../platform/storage.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { guestName } from "../../platform/ui/seat.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import type { BrowserPhone } from "./browser-phone.ts";
import { forgetDishDrafts } from "./dish-drafts.ts";
import { loadUntilThere } from "./load-until-there.ts";
import type { MenuStore } from "./menu-store.ts";
import { forgetReceipts } from "./receipts-key.ts";
import {
  type EndReason,
  forgetSeat,
  onSeatElsewhere,
  readSeat,
  type Seat,
  saveSeat,
} from "./seat.ts";
import { createTokens } from "./tokens.ts";

const EMPTY = emptyView();

const peopleKey = (sessionId: string) => `tureen.people.${sessionId}`;

/** A diner's session on this phone: the document as reactive values, and what may be done to it. */
export function createTableSession(initial: Seat, menu: MenuStore) {
  const me: DinerId = initial.diner;
  const [seat, setSeat] = createSignal(initial);
  const [view, setView] = createSignal<SessionView>(EMPTY);
  const [link, setLink] = createSignal<Link>("connecting");
  const [loaded, setLoaded] = createSignal(false);
  const [presence, setPresence] = createSignal<readonly Presence[]>([]);
  const [end, setEnd] = createSignal<EndReason | undefined>(initial.ended?.reason);
  const [seen, setSeen] = createSignal<ReadonlySet<string>>(new Set());
  const [names, setNames] = createSignal<Readonly<Record<DinerId, string>>>(
    readStored(peopleKey(initial.sessionId)) ?? {},
  );
  const [unsavedIds, setUnsavedIds] = createSignal<ReadonlySet<string>>(new Set());
  const clock = new ServerClock(realTimers, initial.clockOffsetMs);
  menu.followClock(() => clock.now());
  /** The server no longer serves this release of the app. */
  const [outdated, setOutdated] = createSignal(false);
  const [outlivesTab, setOutlivesTab] = createSignal(saveSeat(initial));
  const tokens = createTokens(seat, clock, (token) => updateSeat(token));
  const confirms = createMemo(() => confirmsOf(view(), unsavedIds()));
  const onTheirWay = createMemo(() => linesOnTheirWay(confirms()));
  const cart = createMemo(() => cartOf(view()));

  let opening: Promise<BrowserPhone> | undefined;
  let looking: Presence = { diner: me };
  let disposed = false;
  let saidNotKept = false;
  /** This phone has asked to leave: the document may say that it is gone before the answer comes. */
  let leaving = false;

  if (!initial.ended) start();
  else void showRemembered();
  const stopListening = onSeatElsewhere(initial.code, onSeatChanged);
  onCleanup(() => {
    stopListening();
    disposed = true;
    void stop();
  });

  // The document itself says when the session ends, and reaches phones before any refusal does.
  createEffect(() => {
    const status = view().session.status;
    if (status === "closed" || status === "expired") finish(status);
    else if (view().diners[me]?.gone) finish("gone");
  });
  createEffect(
    on(link, (now) => {
      if (now !== "online") return;
      void refreshPeople();
      void menu.refresh();
    }),
  );

  // Somebody has sat down whose name this phone does not know yet.
  const strangers = createMemo(() =>
    Object.keys(view().diners)
      .filter((id) => names()[id] === undefined)
      .join(),
  );
  createEffect(
    on(strangers, (unknown) => {
      if (unknown && link() === "online") void refreshPeople();
    }),
  );
  // A rejection means that the menu on this phone may be out of date.
  const rejections = createMemo(
    () => confirms().filter(({ by, state }) => by === me && state.kind === "rejected").length,
  );
  createEffect(
    on(rejections, (count) => {
      if (count > 0) void menu.refresh();
    }),
  );

  function updateSeat(change: Partial<Seat>) {
    const next = { ...seatNow(), ...change };
    setSeat(next);
    setOutlivesTab(saveSeat(next));
  }

  /** The seat with what other tabs have learnt of it. */
  function seatNow(): Seat {
    const stored = readSeat(initial.code);
    return stored?.sessionId === initial.sessionId ? stored : seat();
  }

  /** Another tab has changed the seat: renewed its token, left the table, or forgotten it. */
  function onSeatChanged() {
    const stored = readSeat(initial.code);
    if (stored?.sessionId !== initial.sessionId) finish("left");
    // The document may have said before that the diner is gone, but not who wanted it.
    else if (stored.ended?.reason === "left" && end() === "gone") setEnd("left");
    // That tab wrote before it read of the leaving: it must not have the last word.
    else if (stored.ended?.reason === "gone" && end() === "left") {
      updateSeat({ ended: { reason: "left", at: Date.now() } });
    } else if (stored.ended) finish(stored.ended.reason);
    else setSeat(stored);
  }

  function start() {
    setLink("connecting");
    opening = loadUntilThere(() => import("./browser-phone.ts")).then(({ BrowserPhone }) => {
      const phone = new BrowserPhone(initial.restaurant.id, {
        sessionId: initial.sessionId,
        diner: me,
        seat: initial.seat,
        clock,
        token: () => tokens.answer(),
        forgetToken: () => tokens.forget(),
        measureClock: readPeople,
        listener: {
          view(next) {
            // A fresh copy is empty until the server has filled it: what was shown stays till then.
            const filled = Object.keys(next.session).length > 0;
            if (!filled && loaded()) return;
            setView(next);
            if (filled) setLoaded(true);
          },
          unsaved: (ids) => setUnsavedIds((before) => (sameSet(before, ids) ? before : ids)),
          link(next) {
            setLink(next);
            if (next === "online") setLoaded(true);
          },
          presence: setPresence,
          notice(notice) {
            if (notice.kind === "menu") void menu.refresh();
            if (notice.kind === "people") void refreshPeople();
            if (notice.kind === "seen") noteSeen(notice.orders);
            if (notice.kind === "welcome") {
              updateSeat({ clockOffsetMs: clock.offsetMs });
              menu.lookAtClock();
            }
          },
          kept: tellKept,
          full: (code) => toast(errorSentence(code), { tone: "bad", icon: "alert" }),
          dropped: tellDropped,
          outdated: () => setOutdated(true),
          ended: (reason) => finish(endReasonOf(reason)),
        },
      });
      if (disposed) void phone.destroy();
      else void phone.start();
      return phone;
    });
    void opening.then((phone) => phone.setPresence(looking));
  }

  async function stop(options?: { readonly forget: boolean }) {
    const opened = opening;
    opening = undefined;
    await (await opened)?.destroy(options);
  }

  /** Once: what it means does not change when it is so again. */
  function tellKept(isKept: boolean) {
    if (isKept || saidNotKept) return;
    saidNotKept = true;
    toast(dinerMessages.t("notKept"), { tone: "bad", icon: "alert" });
  }

  /** The server will never take these: they are gone from the cart of everybody. */
  function tellDropped(reason: string, values: readonly SetValue[]) {
    const lines = new Set(values.map(({ root, key }) => lineOf(root, key)));
    const dishes = [...lines].flatMap((line) => nameOfLine(line) ?? []);
    const why = errorSentence(reason as ErrorCode);
    const text =
      dishes.length > 0 ? dinerMessages.t("dropped", { dishes: dishes.join(", "), why }) : why;
    toast(text, { tone: "bad", icon: "alert" });
  }

  function nameOfLine(lineId: string): string | undefined {
    const line = view().lines[lineId];
    const item = line && menu.index()?.items.get(line.item);
    return item && translated(item, menuLanguage());
  }

  function finish(found: EndReason) {
    if (end()) return;
    // The document says that a diner is gone, and not who wanted it: this phone, or another of its tabs.
    const hasLeft = leaving || seatNow().ended?.reason === "left";
    const reason = hasLeft && found === "gone" ? "left" : found;
    setEnd(reason);
    updateSeat({ ended: { reason, at: Date.now() } });
    void lookForRestore();
    void stop();
  }

  /** A table that is over, while the document says that it goes on: its database may have been set back. */
  async function lookForRestore() {
    const isOver = end() !== "left" && end() !== "restored";
    const known = view();
    if (!isOver || known.session.status !== "active" || known.diners[me]?.gone) return;
    try {
      const { tellLost } = await import("./lost-minutes.ts");
      if (!(await tellLost(seatNow(), known))) return;
      setEnd("restored");
      updateSeat({ ended: { reason: "restored", at: Date.now() } });
    } catch {
      // Told again when the page is opened the next time.
    }
  }

  /** After the end: what this phone remembers of the session, without a connection. */
  async function showRemembered() {
    const { readKept } = await loadUntilThere(() => import("./browser-phone.ts"));
    const kept = await readKept(initial.sessionId, me, initial.seat);
    if (disposed) return;
    setView(kept.view);
    setUnsavedIds(kept.unsaved);
    setLoaded(true);
    void lookForRestore();
  }

  /** Who is here, and how late it is there; rejects as `call` does. */
  async function readPeople() {
    const session = await call("readSession", { token: await tokens.get() });
    clock.measured(session.now);
    menu.lookAtClock();
    updateSeat({ pin: session.pin, joinKey: session.joinKey, table: session.table });
    const all: Record<DinerId, string> = {};
    for (const { diner, name } of session.people) if (name !== null) all[diner] = name;
    setNames(all);
    noteSeen(session.seen ?? []);
    writeStored(peopleKey(initial.sessionId), all);
  }

  function noteSeen(orders: readonly string[]) {
    setSeen((known) => new Set([...known, ...orders]));
  }

  async function refreshPeople() {
    try {
      await readPeople();
    } catch {
      // Names are a courtesy: seats have numbers until the next sync brings them.
    }
  }

  async function withPhone<T>(act: (phone: BrowserPhone) => T): Promise<T | undefined> {
    const phone = await opening;
    return phone && !end() ? act(phone) : undefined;
  }

  /** Has something written; false where it was not. */
  async function written(write: (phone: BrowserPhone) => boolean): Promise<boolean> {
    return (await withPhone(write)) ?? false;
  }

  return {
    me,
    menu,
    seat,
    view,
    link,
    loaded,
    presence,
    end,
    confirms,
    onTheirWay,
    cart,
    unsaved: unsavedIds,
    outdated,
    /** Whether the seat is there again when the page has been closed. */
    outlivesTab,
    /** Server time, ms since the epoch. */
    now: () => clock.now(),
    /** Whether the kitchen's screens have shown all of an order, as far as this phone has heard. */
    isSeen: (order: string) => seen().has(order),
    /** A diner's name, or "Guest 3" where there is none. */
    nameOf(diner: DinerId): string {
      return guestName(names()[diner], seatOf(diner));
    },
    /** The name only if one is known. */
    knownName: (diner: DinerId): string | undefined => names()[diner],
    colourOf: (diner: DinerId): number => view().diners[diner]?.colour ?? seatOf(diner) - 1,
    /** Whether it was written: there may be no room for it, or the session is over. */
    addLine: (line: Omit<Line, "at">, quantity: number) =>
      written((phone) => phone.addLine({ ...line, at: clock.now() }, quantity) !== undefined),
    /** Whether it was written. */
    tap: (lineId: string, by: number) =>
      written((phone) => {
        phone.tap(lineId, by);
        return true;
      }),
    confirm: (lines: readonly ConfirmLine[], total: number, menuVersion: number) =>
      withPhone((phone) => phone.confirm({ lines, total, menuVersion, at: clock.now() })),
    mark: (change: Partial<Omit<Mark, "at">>) => {
      const { ready = false, call = "none" } = view().marks[me] ?? {};
      return withPhone((phone) => phone.mark({ ready, call, ...change, at: clock.now() }));
    },
    /** Says how much of a line of the bill the diner pays, null takes it back; whether it was written. */
    claim: (on: LineRef, parts: number | null) =>
      written((phone) => {
        phone.claim(on, parts);
        return true;
      }),
    /** Says what the diner, as host, pays for each of the others; whether it was written. */
    treat: (treat: Treat) =>
      written((phone) => {
        phone.treat(treat);
        return true;
      }),
    /** Asks to pay what the diner sees; the wish's id, undefined when it was not written. */
    wish: (wish: Omit<PaymentWish, "at">) =>
      withPhone((phone) => phone.wish({ ...wish, at: clock.now() })),
    /** What the diner is known by to the HTTP API; rejects as `call` does. */
    token: () => tokens.get(),
    lookAt(at: Omit<Presence, "diner">) {
      looking = { diner: me, ...at };
      void withPhone((phone) => phone.setPresence(looking));
    },
    async rename(name: string) {
      await call("rename", { body: { name }, token: await tokens.get() });
      await refreshPeople();
    },
    /** Has the diner's own name erased everywhere; they go on by their seat. */
    async eraseName() {
      await call("forgetMe", { body: {}, token: await tokens.get() });
      await refreshPeople();
    },
    async removeDiner(diner: DinerId) {
      await call("removeDiner", { body: { diner }, token: await tokens.get() });
      // The table has a new PIN.
      await refreshPeople();
    },
    /** Takes off as much of these lines, or with -1 puts as much back; whether it was written. */
    tapAll: (portions: ReadonlyMap<string, number>, sign: 1 | -1) =>
      written((phone) => {
        for (const [lineId, count] of portions) phone.tap(lineId, -sign * count);
        return true;
      }),
    /** Leaves the table; the seat on this phone is gone afterwards. */
    async leave() {
      leaving = true;
      try {
        await call("leaveTable", { body: {}, token: await tokens.get() });
        finish("left");
      } finally {
        leaving = false;
      }
    },
    /** Forgets everything this phone keeps of the session. */
    async forget() {
      await stop({ forget: true });
      const { forgetKept } = await loadUntilThere(() => import("./browser-phone.ts"));
      await forgetKept(initial.sessionId);
      dropStored(peopleKey(initial.sessionId));
      forgetReceipts(initial.sessionId);
      forgetDishDrafts(initial.sessionId);
      forgetSeat(initial.code);
    },
  };
}

/** Why the seat is lost, from the code with which the server refuses it. */
function endReasonOf(code: string): EndReason {
  if (code === "session-expired") return "expired";
  return code === "session-closed" || code === "session-unknown" || code === "log-gone"
    ? "closed"
    : "gone";
}

/** The line that a value is about; the value's own key where it is about none. */
function lineOf(root: string, key: string): string {
  return root === "portions" ? splitPortionKey(key).lineId : key;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

export type TableSession = ReturnType<typeof createTableSession>;
