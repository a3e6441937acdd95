import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { byObject } from "@tureen/shared/platform/by-object";
import { createEffect, createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { PauseControl } from "../menu/service/PauseControl.tsx";
import { ALL, PASS } from "../menu/stations/screen-address.ts";
import { Troubles } from "../orders/printers/Troubles.tsx";
import { createClock } from "../platform/ui/clock.ts";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { Skeleton } from "../platform/ui/Skeleton.tsx";
import type { StaffMember, StaffSession } from "../staff/staff-session.ts";
import { AllDaySheet } from "./AllDaySheet.tsx";
import { createAcknowledging } from "./acknowledging.ts";
import { doneTickets, openTickets } from "./board.ts";
import { type BumpKey, createBumpKeys } from "./bump-keys.ts";
import { firedLines } from "./courses.ts";
import { createKitchen, type TicketNews } from "./create-kitchen.ts";
import { createPages } from "./create-pages.ts";
import { DoneSheet } from "./DoneSheet.tsx";
import { createFullScreen } from "./full-screen.ts";
import { GoneStation } from "./GoneStation.tsx";
import { KeysSheet } from "./KeysSheet.tsx";
import { type BarSheet, KitchenBar } from "./KitchenBar.tsx";
import styles from "./KitchenScreen.module.css";
import { LostBanner } from "./LostBanner.tsx";
import { inLane, LANES, type Lane } from "./lanes.ts";
import { mergeLines, singleLines } from "./merge-lines.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { makeMoves, refusalNotice } from "./moves.ts";
import { NoticeBar } from "./NoticeBar.tsx";
import { createNotice } from "./notice.ts";
import { OptionsSheet } from "./OptionsSheet.tsx";
import { Pager } from "./Pager.tsx";
import { screenName } from "./ScreenHead.tsx";
import { SoldOutSheet } from "./SoldOutSheet.tsx";
import { createScreenChoice } from "./screen-choice.ts";
import { createScreenSettings } from "./screen-settings.ts";
import { isOnScreen, partOf, screenView } from "./screen-view.ts";
import { createSound } from "./sound.ts";
import { TicketBoard } from "./TicketBoard.tsx";
import { TicketSheet } from "./TicketSheet.tsx";
import { createWakeLock } from "./wake-lock.ts";

/** The kitchen's screen of a signed-in cook. */
export function KitchenScreen(props: {
  readonly session: StaffSession;
  readonly member: StaffMember;
}) {
  const { t } = kitchenMessages;
  const clock = createClock();
  const settings = createScreenSettings(props.member.restaurant.id);
  const fullScreen = createFullScreen();
  /** What this screen is, as its own sound is kept by. */
  const place = (): string => view().station?.id ?? (view().kind === "pass" ? PASS : ALL);
  const chime = () => settings.now().chimes[place()] ?? "chime";
  const sound = createSound(() => ({ name: chime(), volume: settings.now().volume }));
  const notices = createNotice();
  createWakeLock();
  const kitchen = createKitchen({
    clock,
    restaurantId: props.member.restaurant.id,
    onRefused: ({ number }, error, ticket) =>
      notices.say(refusalNotice(number, error, ticket?.status)),
    // What others make is no news here.
    onNews: (orderIds) => {
      const tickets = orderIds.map((orderId) => kitchen.board()?.tickets.get(orderId));
      if (tickets.some((ticket) => ticket && isHere(ticket))) sound.ring();
    },
    endedBy: (error) => props.session.endedBy(error),
  });
  const moves = makeMoves(kitchen, notices);
  const screen = createScreenChoice(props.member.restaurant.id);
  const stations = () => kitchen.stations() ?? [];
  // Until stations are known (an older server knows none), everything is shown.
  const view = createMemo(() => screenView(kitchen.stations() ? screen.chosen() : ALL, stations()));
  const isHere = (ticket: Ticket) => isOnScreen(ticket, view(), stations());

  const [lane, setLane] = createSignal<Lane>("all");
  const [sheet, setSheet] = createSignal<BarSheet>();
  const [moreOf, setMoreOf] = createSignal<string>();
  const closeSheet = () => setSheet(undefined);
  /** A notice would cover the foot of a sheet; what it could undo, the sheets can too. */
  const openSheet = (next: BarSheet) => {
    notices.dismiss();
    setSheet(next);
  };
  const openMore = (orderId: string) => {
    notices.dismiss();
    setMoreOf(orderId);
  };

  /** A ticket's part that is this screen's: the same object as long as it is the same ticket. */
  const part = createMemo(() => {
    const [now, all] = [view(), stations()];
    return byObject((ticket: Ticket) => partOf(ticket, now, all));
  });
  /** What of the board is this screen's. */
  const here = createMemo(() => {
    const all = [...(kitchen.shown() ?? EMPTY).tickets.values()].filter(isHere);
    return { tickets: new Map(all.map((each) => [each.orderId, part()(each)])) };
  });
  const open = createMemo(() => openTickets(here()));
  const done = createMemo(() => doneTickets(here()));
  const inLaneNow = createMemo(() => open().filter((ticket) => inLane(ticket, lane())));
  const linesOf = createMemo(() => {
    const merges = settings.now().merges;
    return byObject((ticket: Ticket) => {
      // What waits for its course is told apart.
      const lines = firedLines(ticket);
      return merges ? mergeLines(lines) : singleLines(lines);
    });
  });
  const pages = createPages({
    tickets: inLaneNow,
    density: () => settings.now().density,
    linesOf: (ticket) => linesOf()(ticket),
  });
  const more = () => here().tickets.get(moreOf() ?? "");
  const counts = createMemo(
    () =>
      Object.fromEntries(
        LANES.map((name) => [name, open().filter((each) => inLane(each, name)).length]),
      ) as Record<Lane, number>,
  );

  createAcknowledging({ tickets: open, station: () => view().station?.id ?? null });

  const newsOf = (kind: TicketNews) =>
    open().filter(({ orderId }) => kitchen.fresh().get(orderId) === kind).length;

  const newsAfter = () => pages.after().some(({ orderId }) => kitchen.fresh().has(orderId));

  function press(key: BumpKey): void {
    if (key.kind === "ticket") {
      const ticket = pages.shown()[key.at];
      if (ticket) void moves.forward(ticket);
    } else if (key.kind === "undo") {
      const undo = notices.notice()?.undo;
      notices.dismiss();
      undo?.();
    } else if (key.kind === "turn") pages.turn(key.by);
    else if (key.kind === "first") pages.first();
    else openSheet("keys");
  }
  const keys = createBumpKeys(press);
  const changeLane = (next: Lane) => {
    setLane(next);
    pages.first();
  };
  const flows = createMemo(() => pages.layout().flowing);
  const pause = () => <PauseControl endedBy={(error) => props.session.endedBy(error)} />;
  const isSheetOpen = () => sheet() !== undefined || more() !== undefined;

  const titleBefore = document.title;
  createEffect(() => {
    const waiting = counts().new;
    const name = screenName(view()) ?? t("title");
    document.title = `${waiting ? `(${waiting}) ` : ""}${name} · ${props.member.restaurant.name}`;
  });
  onCleanup(() => {
    document.title = titleBefore;
  });

  return (
    <div class={styles.screen}>
      <LostBanner
        connection={kitchen.connection()}
        clock={clock}
        waiting={kitchen.bumps.pending().length}
      />
      <KitchenBar
        restaurant={props.member.restaurant.name}
        view={view()}
        lane={lane()}
        counts={counts()}
        sound={sound}
        onLane={changeLane}
        onSheet={openSheet}
      />
      <Troubles endedBy={(error) => props.session.endedBy(error)} />
      <Show when={view().gone}>
        <GoneStation onChoose={() => openSheet("options")} />
      </Show>
      <Show when={flows()}>
        <div class={styles.pause}>{pause()}</div>
      </Show>
      <main class={styles.main}>
        <Show when={kitchen.board()} fallback={<Skeleton lines={6} />}>
          <Show
            when={inLaneNow().length > 0}
            fallback={
              <EmptyState
                title={
                  open().length === 0 ? t("quiet") : t("laneEmpty", { lane: t(`lane.${lane()}`) })
                }
                text={open().length === 0 ? t("quietText") : undefined}
              />
            }
          >
            <TicketBoard
              pages={pages}
              kitchen={kitchen}
              view={view()}
              moves={moves}
              linesOf={(ticket) => linesOf()(ticket)}
              now={clock.now()}
              hotkeys={keys.shown()}
              onMore={openMore}
            />
          </Show>
        </Show>
      </main>
      <p class="visually-hidden" role="status">
        <For each={NEWS}>
          {([kind, key]) => (
            <Show when={newsOf(kind)}>{(count) => t(key, { count: count() })}</Show>
          )}
        </For>
      </p>
      <footer class={styles.foot} data-flowing={flows() || undefined}>
        <Show when={!flows()}>{pause()}</Show>
        <Show when={!isSheetOpen()}>
          <NoticeBar notices={notices} />
        </Show>
        <Pager pages={pages} newsAfter={newsAfter()} />
      </footer>
      <Show when={isSheetOpen()}>
        <NoticeBar notices={notices} over />
      </Show>
      <Show when={more()}>
        {(ticket) => (
          <TicketSheet ticket={ticket()} moves={moves} onClose={() => setMoreOf(undefined)} />
        )}
      </Show>
      <AllDaySheet open={sheet() === "allDay"} tickets={open()} onClose={closeSheet} />
      <SoldOutSheet
        open={sheet() === "soldOut"}
        endedBy={(error) => props.session.endedBy(error)}
        onClose={closeSheet}
      />
      <DoneSheet
        open={sheet() === "done"}
        tickets={done()}
        busy={kitchen.busy()}
        moves={moves}
        endedBy={(error) => props.session.endedBy(error)}
        onClose={closeSheet}
      />
      <KeysSheet open={sheet() === "keys"} onClose={closeSheet} />
      <OptionsSheet
        open={sheet() === "options"}
        name={props.member.name ?? ""}
        waiter={props.member.role !== "kitchen"}
        session={props.session}
        stations={stations()}
        chosen={view().kind === "all" ? ALL : (screen.chosen() ?? ALL)}
        onChoose={(shown) => screen.choose(shown)}
        settings={settings}
        fullScreen={fullScreen}
        chime={chime()}
        onChime={(name) =>
          settings.change({ chimes: { ...settings.now().chimes, [place()]: name } })
        }
        sound={sound}
        onKeys={() => setSheet("keys")}
        notices={notices}
        onClose={closeSheet}
      />
    </div>
  );
}

/** What is said of news, by kind. */
const NEWS = [
  ["new", "arrived"],
  ["amended", "amended"],
  ["fired", "firedNow"],
] as const;

const EMPTY = { lastEvent: 0, tickets: new Map(), ahead: [] };
