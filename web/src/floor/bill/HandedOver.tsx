import { createEffect, createSignal, For, on, Show } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { Money, moneyText } from "../../platform/ui/Money.tsx";
import { likelyHanded } from "./cash.ts";
import styles from "./HandedOver.module.css";
import { floorBillMessages } from "./messages/messages.ts";
import { showWhole } from "./show-whole.ts";
import type { TakeDraft } from "./take-draft.ts";

/** What a guest hands over in cash, by a tap or typed, and the change for it. */
export function HandedOver(props: { readonly draft: TakeDraft; readonly currency: string }) {
  const { t } = floorBillMessages;
  const [typed, setTyped] = createSignal(0);
  const price = (minor: number) => moneyText(minor, props.currency);
  const handed = () => props.draft.handed();
  const change = () => (handed() ?? 0) - props.draft.due();
  let section: HTMLElement | undefined;
  // What is typed, and what it gives, must not lie under the bar with the button.
  const show = () => section?.contains(document.activeElement) && showWhole(section);
  createEffect(on([handed, change], show, { defer: true }));
  return (
    <section
      class={styles.handed}
      ref={(element) => {
        section = element;
      }}
      onFocusIn={show}
    >
      <div class={styles.notes}>
        <For each={likelyHanded(props.draft.due(), props.currency)}>
          {(amount) => (
            <Button
              aria-pressed={handed() === amount}
              variant={handed() === amount ? "primary" : "secondary"}
              onClick={() => {
                // Begins the field anew: it would show another amount than the one that counts.
                setTyped((round) => round + 1);
                props.draft.setHanded(amount);
              }}
            >
              {price(amount)}
            </Button>
          )}
        </For>
      </div>
      <Show when={{ round: typed() }} keyed>
        {(_) => (
          <AmountField
            label={t("handed")}
            currency={props.currency}
            error={
              handed() !== null && change() < 0
                ? t("short", { price: price(-change()) })
                : undefined
            }
            onAmount={(amount) => props.draft.setHanded(amount)}
          />
        )}
      </Show>
      <Show when={handed() !== null && change() >= 0}>
        <p class={styles.change} role="status">
          <span>{t("changeBack")}</span>
          <Money minor={change()} currency={props.currency} />
        </p>
      </Show>
    </section>
  );
}
