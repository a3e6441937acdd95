import { cartOf } from "@tureen/shared/document/cart";
import { seatOf } from "@tureen/shared/document/keys";
import type { SessionView } from "@tureen/shared/document/session-document";
import type { ConfirmLine, DinerId, Line, Mark } from "@tureen/shared/document/types";
import type { ErrorCode } from "@tureen/shared/errors";
import type { Presence } from "@tureen/shared/protocol";
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { call } from "../../api.ts";
import { errorSentence } from "../../ui/errors.ts";
import { guestName } from "../../ui/seat.ts";
import { toast } from "../../ui/toasts.ts";
import { confirmsOf, linesOnTheirWay } from "./confirms.ts";
import type { Link, Live } from "./live.ts";
import { loadUntilThere } from "./load-until-there.ts";
import type { MenuStore } from "./menu-store.ts";
import { type EndReason, forgetSeat, type Seat, saveSeat } from "./seat.ts";
import { dropStored, readStored, writeStored } from "./storage.ts";
import { createTokenSource } from "./tokens.ts";
import { createUnsaved } from "./unsaved.ts";

const EMPTY: SessionView = {
  lines: {},
  portions: {},
  confirms: {},
  marks: {},
  diners: {},
  receipts: {},
  orders: {},
  session: {},
};

/** After a refusal the document is loaded afresh; each one in a row waits longer. */
const REFUSED_WAIT_MS = [0, 2_000, 10_000, 30_000] as const;

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
  const [names, setNames] = createSignal<Readonly<Record<DinerId, string>>>(
    readStored(peopleKey(initial.sessionId)) ?? {},
  );
  const [unsavedIds, setUnsavedIds] = createSignal<ReadonlySet<string>>(new Set());
  const unsaved = createUnsaved(initial.sessionId, setUnsavedIds);
  setUnsavedIds(unsaved.ids());

  const tokens = createTokenSource(seat, (change) => updateSeat(change));
  const confirms = createMemo(() => confirmsOf(view(), unsavedIds()));
  const onTheirWay = createMemo(() => linesOnTheirWay(confirms()));
  const cart = createMemo(() => cartOf(view()));

  let live: Promise<Live> | undefined;
  let looking: Presence = { diner: me };
  let refusals = 0;
  let disposed = false;

  if (!initial.ended) start();
  else void showRemembered();
  onCleanup(() => {
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
      refusals = 0;
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
    const next = { ...seat(), ...change };
    setSeat(next);
    saveSeat(next);
  }

  function start() {
    setLink("connecting");
    live = loadUntilThere(() => import("./live.ts")).then(({ openLive }) =>
      openLive({
        sessionId: initial.sessionId,
        diner: me,
        seat: initial.seat,
        tokens,
        unsaved,
        onView(next) {
          // A fresh copy is empty until the server has filled it: what was shown stays till then.
          const filled = Object.keys(next.session).length > 0;
          if (!filled && loaded()) return;
          setView(next);
          if (filled) setLoaded(true);
        },
        onLink(next) {
          setLink(next);
          if (next === "online") setLoaded(true);
        },
        onPresence: setPresence,
        onNotice(notice) {
          if (notice.kind === "menu") void menu.refresh();
          if (notice.kind === "people") void refreshPeople();
        },
        onFull: (code) => toast(errorSentence(code), { tone: "bad", icon: "alert" }),
        onRefused: (code) => void startAfresh(code),
        onEnd: finish,
      }),
    );
    void live.then((opened) => opened.setPresence(looking));
  }

  async function stop(options?: { readonly forget: boolean }) {
    const opened = live;
    live = undefined;
    await (await opened)?.destroy(options);
  }

  /** The server will not take this phone's copy: drop it, say so, and load the server's. */
  async function startAfresh(code: ErrorCode) {
    if (!live || disposed) return;
    const wait = REFUSED_WAIT_MS[Math.min(refusals, REFUSED_WAIT_MS.length - 1)] ?? 0;
    refusals += 1;
    const stopped = stop({ forget: true });
    toast(errorSentence(code), { tone: "bad", icon: "alert" });
    await stopped;
    setTimeout(() => {
      if (!disposed && !end()) start();
    }, wait);
  }

  function finish(reason: EndReason) {
    if (end()) return;
    setEnd(reason);
    updateSeat({ ended: { reason, at: Date.now() } });
    void stop();
  }

  /** After the end: what this phone remembers of the evening, without a connection. */
  async function showRemembered() {
    const { readRemembered } = await import("./remembered.ts");
    const remembered = await readRemembered(initial.sessionId);
    if (!disposed) setView(remembered);
    setLoaded(true);
  }

  async function refreshPeople() {
    try {
      const session = await call("readSession", { token: await tokens.get() });
      updateSeat({ pin: session.pin, joinKey: session.joinKey, table: session.table });
      const all: Record<DinerId, string> = {};
      for (const { diner, name } of session.people) if (name !== null) all[diner] = name;
      setNames(all);
      writeStored(peopleKey(initial.sessionId), all);
    } catch {
      // Names are a courtesy: seats have numbers until the next sync brings them.
    }
  }

  async function withLive<T>(act: (live: Live) => T): Promise<T | undefined> {
    const opened = await live;
    return opened && !end() ? act(opened) : undefined;
  }

  function now() {
    return Date.now() + seat().clockOffsetMs;
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
    /** Server time, ms since the epoch. */
    now,
    /** A diner's name, or "Guest 3" where there is none. */
    nameOf(diner: DinerId): string {
      return guestName(names()[diner], seatOf(diner));
    },
    /** The name only if one is known. */
    knownName: (diner: DinerId): string | undefined => names()[diner],
    colourOf: (diner: DinerId): number => view().diners[diner]?.colour ?? seatOf(diner) - 1,
    addLine: (line: Omit<Line, "at">, quantity: number) =>
      withLive((opened) => opened.addLine({ ...line, at: now() }, quantity)),
    tap: (lineId: string, by: number) => withLive((opened) => opened.tap(lineId, by)),
    confirm: (lines: readonly ConfirmLine[], total: number, menuVersion: number) =>
      withLive((opened) => opened.confirm({ lines, total, menuVersion, at: now() })),
    mark: (change: Partial<Omit<Mark, "at">>) => {
      const { ready = false, call = "none" } = view().marks[me] ?? {};
      return withLive((opened) => opened.mark({ ready, call, ...change, at: now() }));
    },
    lookAt(at: Omit<Presence, "diner">) {
      looking = { diner: me, ...at };
      void withLive((opened) => opened.setPresence(looking));
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
    /** Takes off as much of these lines, or with -1 puts as much back. */
    tapAll: (portions: ReadonlyMap<string, number>, sign: 1 | -1) =>
      withLive((opened) => {
        for (const [lineId, count] of portions) opened.tap(lineId, -sign * count);
      }),
    /** Leaves the table; the seat on this phone is gone afterwards. */
    async leave() {
      await call("leaveTable", { body: {}, token: await tokens.get() });
      finish("left");
    },
    /** Forgets everything this phone keeps of the session. */
    async forget() {
      await stop({ forget: true });
      const { forgetDocument } = await import("./live.ts");
      forgetDocument(initial.sessionId);
      dropStored(peopleKey(initial.sessionId));
      forgetSeat(initial.code);
    },
  };
}

export type TableSession = ReturnType<typeof createTableSession>;
