import type { UnsentDish } from "@tureen/shared/bill/lost-minutes";
import { createSignal, Show } from "solid-js";
import { ApiError } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { endMessages } from "../end/messages/messages.ts";
import { checkedOffer, dropOffer, type Offer } from "../model/lost-minutes.ts";
import { useTable } from "./context.ts";
import styles from "./KeepSeat.module.css";

/**
 * What the guest had not sent when the restaurant's database was set back. What the kitchen may have already is
 * put in the cart only when the guest says that it has not.
 */
export function OfferAgain(props: { readonly offer: Offer; readonly onDone: () => void }) {
  const { t } = endMessages;
  const { session } = useTable();
  const [busy, setBusy] = createSignal(false);
  /** What is left after the sure ones: the kitchen may have it. */
  const [unsure, setUnsure] = createSignal<readonly UnsentDish[]>();
  const count = () =>
    unsure()?.reduce((sum, dish) => sum + dish.unsure, 0) ??
    props.offer.dishes.reduce((sum, { quantity }) => sum + quantity, 0);

  function done() {
    dropOffer(props.offer.from.code);
    props.onDone();
  }

  async function put({ dish }: UnsentDish, quantity: number) {
    const { item, options, note, course } = dish;
    const whose = dish.for === props.offer.from.diner ? session.me : "table";
    const line = { item, options, note, for: whose, ...(course !== undefined && { course }) };
    if (quantity > 0) await session.addLine(line, quantity);
  }

  async function add() {
    setBusy(true);
    try {
      const rest = unsure();
      if (rest) {
        for (const dish of rest) await put(dish, dish.unsure);
        return done();
      }
      const dishes = await checkedOffer(props.offer);
      for (const dish of dishes) await put(dish, dish.quantity - dish.unsure);
      const open = dishes.filter((dish) => dish.unsure > 0);
      if (open.length === 0) done();
      else setUnsure(open);
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "internal";
      toast(errorSentence(code), { tone: "bad", icon: "alert" });
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class={styles.keep} aria-labelledby="offer-title">
      <h3 class={styles.title} id="offer-title">
        {t("offer", { count: count() })}
      </h3>
      <p class={styles.text}>{unsure() ? t("offerUnsure") : t("offerText")}</p>
      <Button variant="primary" busy={busy()} onClick={() => void add()}>
        <Show when={unsure()} fallback={t("offerAdd")}>
          {t("offerAddUnsure")}
        </Show>
      </Button>
      <Button variant="quiet" onClick={done}>
        {t("offerDrop")}
      </Button>
    </section>
  );
}
