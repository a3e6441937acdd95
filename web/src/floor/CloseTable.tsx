import { createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Icon } from "../platform/ui/Icon.tsx";
import { Money, moneyText } from "../platform/ui/Money.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { dinerName } from "../staff/words.ts";
import styles from "./CloseTable.module.css";
import { type CartShare, type FloorSession, unfinished } from "./floor.ts";

type Cart =
  | { readonly kind: "reading" }
  | { readonly kind: "unknown" }
  | { readonly kind: "read"; readonly shares: readonly CartShare[] };

/** Asks before closing, and names what is unfinished: in the kitchen, at the table, in the cart. */
export function CloseTable(props: {
  readonly session: FloorSession;
  readonly currency: string;
  /** Undefined when the cart could not be read. */
  readonly readCart: () => Promise<readonly CartShare[] | undefined>;
  readonly onKeep: () => void;
  readonly onClose: () => Promise<void>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
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
  const anything = () => left().orders + left().calls + unsent() > 0 || cart().kind === "unknown";
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
            </ul>
          </Show>
        </Show>
      </div>
      <p class={styles.text}>{t("closeText")}</p>
      <div class={styles.foot}>
        <Button
          size="l"
          // The button that led here is gone; the focus would be lost with it.
          ref={(button) => queueMicrotask(() => button.focus())}
          onClick={() => props.onKeep()}
        >
          {t("keep")}
        </Button>
        <Button
          size="l"
          variant="danger"
          busy={busy() || cart().kind === "reading"}
          onClick={() => {
            setBusy(true);
            void props.onClose().finally(() => setBusy(false));
          }}
        >
          {anything() ? t("closeAnyway") : t("close")}
        </Button>
      </div>
    </div>
  );
}
