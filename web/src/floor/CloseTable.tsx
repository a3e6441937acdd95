import { heldOnCard } from "@tureen/shared/bill/bill";
import { createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Icon } from "../platform/ui/Icon.tsx";
import { Money, moneyText } from "../platform/ui/Money.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { dinerName } from "../staff/words.ts";
import type { BillActions } from "./bill/bill-actions.ts";
import { floorBillMessages } from "./bill/messages/messages.ts";
import { OpenBalance } from "./bill/OpenBalance.tsx";
import { OverpaidBill } from "./bill/OverpaidBill.tsx";
import type { TableBill } from "./bill/table-bill.ts";
import styles from "./CloseTable.module.css";
import { type CartShare, type FloorSession, unfinished } from "./floor.ts";

type Cart =
  | { readonly kind: "reading" }
  | { readonly kind: "unknown" }
  | { readonly kind: "read"; readonly shares: readonly CartShare[] };

/** Asks before closing, and names what is unfinished: in the kitchen, at the table, in the cart, on the bill. */
export function CloseTable(props: {
  readonly session: FloorSession;
  readonly currency: string;
  /** Undefined when the cart could not be read. */
  readonly readCart: () => Promise<readonly CartShare[] | undefined>;
  readonly onKeep: () => void;
  readonly bill: TableBill;
  readonly billActions: BillActions;
  readonly onOpenBill: () => void;
  readonly onClose: () => Promise<"closed" | "bill-open" | "failed">;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  /** The server has said that the bill is not paid: a card that is down is being charged. */
  const [unpaid, setUnpaid] = createSignal(false);
  const [cart, setCart] = createSignal<Cart>({ kind: "reading" });
  onMount(async () => {
    const shares = await props.readCart();
    setCart(shares ? { kind: "read", shares } : { kind: "unknown" });
  });
  const shares = () => {
    const now = cart();
    return now.kind === "read" ? now.shares : [];
  };
  const unsent = () => shares().reduce((sum, share) => sum + share.portions, 0);
  const price = () => shares().reduce((sum, share) => sum + share.total, 0);
  const left = () => unfinished(props.session);
  const balance = () => (props.bill.isBilled() ? props.bill.bill().balance : 0);
  const overpaid = () => (props.bill.isBilled() ? props.bill.bill().overpaid : 0);
  /** Closing has a card that is down charged first. */
  const isOnCard = () => !unpaid() && heldOnCard(props.bill.view()) > 0;
  const anything = () =>
    left().orders + left().calls + unsent() + balance() + overpaid() > 0 ||
    cart().kind === "unknown";

  async function close(): Promise<void> {
    setBusy(true);
    try {
      const isUnpaid = (await props.onClose()) === "bill-open";
      if (isUnpaid) await props.bill.refresh();
      setUnpaid(isUnpaid);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class={styles.ask}>
      <div role="status">
        <Show
          when={cart().kind !== "reading"}
          fallback={<p class={styles.text}>{t("closeCartReading")}</p>}
        >
          <Show when={anything()}>
            <ul class={styles.left}>
              <Show when={left().orders}>
                {(count) => (
                  <li class={styles.reason}>
                    <Icon name="alert" size={20} />
                    {t("closeOrders", { count: count() })}
                  </li>
                )}
              </Show>
              <Switch>
                <Match when={cart().kind === "unknown"}>
                  <li class={styles.reason}>
                    <Icon name="alert" size={20} />
                    {t("closeCartUnknown")}
                  </li>
                </Match>
                <Match when={unsent() > 0}>
                  <li class={styles.reason}>
                    <Icon name="alert" size={20} />
                    <div>
                      {t("closeCart", {
                        count: unsent(),
                        price: moneyText(price(), props.currency),
                      })}
                      <ul class={styles.shares}>
                        <For each={shares()}>
                          {(share) => (
                            <li class={styles.share}>
                              <bdi>{dinerName(share)}</bdi>
                              <span>
                                {share.portions}× ·{" "}
                                <Money minor={share.total} currency={props.currency} />
                              </span>
                            </li>
                          )}
                        </For>
                      </ul>
                      <p class={styles.shares}>{t("closeCartText")}</p>
                    </div>
                  </li>
                </Match>
              </Switch>
              <Show when={left().calls}>
                {(count) => (
                  <li class={styles.reason}>
                    <Icon name="bell" size={20} />
                    {t("closeCalls", { count: count() })}
                  </li>
                )}
              </Show>
              <Show when={isOnCard() && balance()}>
                {(minor) => (
                  <li class={styles.reason}>
                    <Icon name="bill" size={20} />
                    {floorBillMessages.t("closeOpen", {
                      price: moneyText(minor(), props.currency),
                    })}
                  </li>
                )}
              </Show>
            </ul>
          </Show>
        </Show>
      </div>
      <p class={styles.text}>{t("closeText")}</p>
      <Show when={overpaid() > 0}>
        <OverpaidBill
          bill={props.bill}
          actions={props.billActions}
          onOpenBill={() => props.onOpenBill()}
        />
      </Show>
      <Show when={balance() > 0 && !isOnCard()}>
        <OpenBalance
          bill={props.bill}
          actions={props.billActions}
          onOpenBill={() => props.onOpenBill()}
          onWrittenOff={close}
        />
      </Show>
      <div class={styles.foot}>
        <Button
          size="l"
          // The button that led here is gone; the focus would be lost with it.
          ref={(button) => queueMicrotask(() => button.focus())}
          onClick={() => props.onKeep()}
        >
          {t("keep")}
        </Button>
        {/* What is left has to be paid or written off first: both are offered above. */}
        <Show when={balance() === 0 || isOnCard()}>
          <Button
            size="l"
            variant="danger"
            busy={busy() || cart().kind === "reading"}
            onClick={() => void close()}
          >
            {anything() ? t("closeAnyway") : t("close")}
          </Button>
        </Show>
      </div>
    </div>
  );
}
