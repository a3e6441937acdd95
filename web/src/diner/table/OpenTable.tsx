import type { MenuItem } from "@tureen/shared/menu/menu";
import { translated } from "@tureen/shared/menu/menu";
import type { Line } from "@tureen/shared/table/document/types";
import { createEffect, createMemo, createSignal, Show, Suspense } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { indexMenu } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { createMediaQuery } from "../../platform/ui/media-query.ts";
import { toast } from "../../platform/ui/toasts.ts";
import {
  type CartEntry,
  cartEntries,
  countOf,
  sameEntry,
  totalOf,
} from "../../table/cart-entries.ts";
import type { DishOrder } from "../menu/DishSheet.tsx";
import { DishSheetLater } from "../menu/DishSheetLater.tsx";
import { MenuScreen } from "../menu/MenuScreen.tsx";
import { TakingNotice } from "../menu/TakingNotice.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { Choice } from "../model/confirm-plan.ts";
import { createOnce } from "../model/create-once.ts";
import { createDishDrafts } from "../model/dish-drafts.ts";
import { createDismissed } from "../model/dismissed.ts";
import { later } from "../model/later.ts";
import type { Offer } from "../model/lost-minutes.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { hasOffer } from "../model/offer-key.ts";
import { initialChoices, lineOptions, needsNoChoice } from "../model/options.ts";
import { createPricesShown } from "../model/prices-shown.ts";
import type { Receipts } from "../model/receipts.ts";
import type { TableSession } from "../model/table-session.ts";
import { announce } from "./announce.ts";
import { type PanelTab, TableContext } from "./context.ts";
import { Dock } from "./Dock.tsx";
import { LinkBanner } from "./LinkBanner.tsx";
import styles from "./OpenTable.module.css";
import { TablePanel } from "./table-panel.ts";
import { WhoIsHere } from "./WhoIsHere.tsx";

const BillSheet = later(async () => {
  // With its sentences: no other language flashes by.
  const [{ BillSheet }] = await Promise.all([
    import("../bill/BillSheet.tsx"),
    import("../bill/prepare.ts").then(({ prepare }) => prepare()),
  ]);
  return BillSheet;
});
const OfferAgain = later(async () => {
  const [{ OfferAgain }] = await Promise.all([
    import("./OfferAgain.tsx"),
    import("../end/messages/messages.ts").then(({ endMessages }) => endMessages.prepare()),
  ]);
  return OfferAgain;
});
const PanelSheet = later(() => import("./PanelSheet.tsx").then((m) => m.PanelSheet));
const PresenceNote = later(() => import("./PresenceNote.tsx").then((m) => m.PresenceNote));
const ReviewSheet = later(() => import("./ReviewSheet.tsx").then((m) => m.ReviewSheet));

/** From this width on, the table's panel stands beside the menu instead of in a sheet. */
const WIDE = "(min-width: 64rem)";

/** The open table: the menu, and the cart, orders and people of the table within reach. */
export function OpenTable(props: {
  readonly session: TableSession;
  readonly receipts: Receipts;
  readonly menu: MenuStore;
}) {
  const { t } = dinerMessages;
  const { session, receipts } = props;
  const wide = createMediaQuery(WIDE);
  const [dish, setDish] = createSignal<MenuItem>();
  const [panel, setPanel] = createSignal<PanelTab>();
  const panelWanted = createOnce(() => panel() !== undefined);
  const [tab, setTab] = createSignal<PanelTab>("cart");
  const [reviewing, setReviewing] = createSignal<Choice>();
  const [billOpen, setBillOpen] = createSignal(false);

  const [offer, setOffer] = createSignal<Offer>();
  const { code, sessionId } = session.seat();
  // Only after a restore there is any.
  if (hasOffer(code)) {
    void import("../model/lost-minutes.ts").then((m) => setOffer(m.readOffer(code, sessionId)));
  }
  const dismissed = createDismissed(session.seat().sessionId);
  const drafts = createDishDrafts(session.seat().sessionId);

  // Before the menu has come, lines still count; they get names and prices with it.
  const index = createMemo(
    () =>
      props.menu.index() ??
      indexMenu({
        restaurantId: "",
        version: 0,
        name: session.seat().restaurant.name,
        currency: session.seat().restaurant.currency,
        locale: session.seat().restaurant.locale,
        categories: [],
      }),
  );
  // A store keyed by line, so that a row stays the same element while others tap.
  const [entries, setEntries] = createStore<{ list: CartEntry[] }>({ list: [] });
  const withPricesShown = createPricesShown();
  createEffect(() => {
    const next = withPricesShown(
      cartEntries(session.cart(), index(), props.menu.availability(), session.me),
    );
    setEntries("list", reconcile(next, { key: "id" }));
  });
  const inCart = createMemo(() => {
    const counts = new Map<string, number>();
    for (const entry of entries.list) {
      counts.set(entry.line.item, (counts.get(entry.line.item) ?? 0) + entry.quantity);
    }
    return counts;
  });

  // What was opened as it is now: a price or a choice may change while it is read.
  const dishNow = createMemo(
    () => {
      const opened = dish();
      return opened && (index().items.get(opened.id) ?? opened);
    },
    undefined,
    { equals: (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b) },
  );

  announce(session, receipts, { ownOrder: () => reviewing() !== undefined, bill: billOpen });

  async function add(order: DishOrder): Promise<boolean> {
    const wanted = {
      item: order.item.id,
      options: order.options,
      note: order.note,
      for: order.for === "table" ? "table" : session.me,
      ...(order.course !== undefined && { course: order.course }),
    };
    const isWritten = await put(wanted, order.quantity);
    if (isWritten) {
      const dish = translated(order.item, menuLanguage());
      toast(t("added", { dish, count: order.quantity }), { icon: "check" });
    }
    return isWritten;
  }

  /** Puts some of a dish in the cart: more of what is there already, or a line of its own. */
  function put(wanted: Omit<Line, "at">, quantity: number): Promise<boolean> {
    const same = sameEntry(entries.list, wanted);
    if (same && !session.onTheirWay().has(same.id)) return session.tap(same.id, quantity);
    return session.addLine(wanted, quantity);
  }

  function quickAdd(item: MenuItem) {
    // A note that was typed and not added is not passed over: it may be about an allergy.
    const now = props.menu.availability();
    const out = [...now.valuesOut, ...now.unserved.keys()];
    if (!needsNoChoice(item, out) || drafts.of(item.id)?.note) {
      setDish(item);
      return;
    }
    const options = lineOptions(item, initialChoices(item, out));
    void put({ item: item.id, options, note: "", for: session.me }, 1);
  }

  function openPanel(wanted: PanelTab) {
    setTab(wanted);
    setPanel(wanted);
    session.lookAt({ cart: true });
  }

  function closePanel() {
    setPanel(undefined);
    session.lookAt({});
  }

  return (
    <TableContext.Provider
      value={{
        session,
        receipts,
        index,
        currency: () => session.seat().restaurant.currency,
        entries: () => entries.list,
        dismissed,
        menu: props.menu,
        review: setReviewing,
        openBill: () => setBillOpen(true),
        openDish: (itemId) => setDish(index().items.get(itemId)),
      }}
    >
      <div class={styles.layout}>
        <div class={styles.menu}>
          <MenuScreen
            menu={props.menu}
            restaurant={session.seat().restaurant.name}
            table={session.seat().table}
            aside={<WhoIsHere onOpen={() => openPanel("people")} />}
            banner={
              <>
                <LinkBanner />
                <Suspense>
                  <Show when={offer()}>
                    {(known) => <OfferAgain offer={known()} onDone={() => setOffer(undefined)} />}
                  </Show>
                </Suspense>
              </>
            }
            onOpenDish={setDish}
            onAdd={quickAdd}
            inCart={(itemId) => inCart().get(itemId) ?? 0}
            onLookAt={(at) => session.lookAt({ at })}
          />
          <Show when={wide()}>
            <div class={styles.taking}>
              <TakingNotice menu={props.menu} />
            </div>
          </Show>
        </div>
        <Show
          when={wide()}
          fallback={
            <Suspense>
              <Show when={panelWanted()}>
                <PanelSheet
                  open={panel() !== undefined}
                  tab={tab()}
                  onTab={setTab}
                  onClose={closePanel}
                />
              </Show>
            </Suspense>
          }
        >
          <aside class={styles.panel} aria-label={t("yourTable")}>
            <Suspense>
              <TablePanel tab={tab()} onTab={setTab} />
            </Suspense>
          </aside>
        </Show>
      </div>
      <Show when={!wide()}>
        <Dock
          count={countOf(entries.list)}
          total={totalOf(entries.list)}
          orders={Object.keys(session.view().orders).length}
          onOpen={openPanel}
          note={
            <Suspense>
              <Show when={session.presence().length > 0}>
                <PresenceNote />
              </Show>
            </Suspense>
          }
        />
      </Show>
      <DishSheetLater
        item={dishNow()}
        menu={index().menu}
        availability={props.menu.availability()}
        avoided={props.menu.avoided()}
        local={props.menu.local()}
        regularPrice={props.menu.regularPrice}
        inCart={(itemId) => inCart().get(itemId) ?? 0}
        onClose={() => setDish(undefined)}
        onAdd={add}
        notice={<TakingNotice menu={props.menu} />}
        drafts={drafts}
      />
      <Suspense>
        <Show when={billOpen()}>
          <BillSheet onClose={() => setBillOpen(false)} />
        </Show>
      </Suspense>
      <Suspense>
        <Show when={reviewing()}>
          {(choice) => (
            <ReviewSheet
              choice={choice()}
              onClose={() => setReviewing(undefined)}
              onDone={() => {
                setReviewing(undefined);
                closePanel();
              }}
              onOrders={() => {
                setReviewing(undefined);
                setTab("orders");
              }}
            />
          )}
        </Show>
      </Suspense>
    </TableContext.Provider>
  );
}
