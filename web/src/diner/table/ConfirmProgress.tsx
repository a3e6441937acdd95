import { For, Show } from "solid-js";
import type { ConfirmInfo } from "../../orders/confirms.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./ConfirmProgress.module.css";
import { useTable } from "./context.ts";

/** How far a confirm has come, honestly: this phone, saved, and only then the kitchen. */
export function ConfirmProgress(props: {
  readonly info: ConfirmInfo;
  readonly onOrders: () => void;
}) {
  const { t } = dinerMessages;
  const { session, currency } = useTable();
  const mine = () => props.info.by === session.me;
  const headline = () => {
    const name = session.nameOf(props.info.by);
    if (accepted()) return mine() ? t("youSent") : t("someoneSent", { name });
    return mine() ? t("youSend") : t("someoneSends", { name });
  };
  const accepted = () => {
    const { state } = props.info;
    return state.kind === "accepted" ? state.receipt : undefined;
  };
  const reached = () =>
    ({ onPhone: 0, waiting: 1, accepted: 2, rejected: 1 })[props.info.state.kind];
  const steps = () => [
    reached() === 0 && session.link() !== "online" ? t("stepOnPhoneOffline") : t("stepOnPhone"),
    reached() === 1 ? t("stepWaiting") : t("stepSaved"),
    accepted() ? t("stepKitchenHas", { number: accepted()?.number ?? 0 }) : t("stepKitchen"),
  ];
  return (
    <div class={styles.progress}>
      <p class={styles.title}>
        <span dir="auto">{headline()}</span>
        <Money minor={props.info.confirm.total} currency={currency()} />
      </p>
      {/* The role is not the list's own: its items would no longer be a list's. */}
      <div role="status">
        <ol class={styles.steps}>
          <For each={steps()}>
            {(text, at) => (
              <li
                class={styles.step}
                classList={{
                  [styles.done ?? ""]: at() < reached() || reached() === 2,
                  [styles.now ?? ""]: at() === reached() && reached() < 2,
                }}
                aria-current={at() === reached() ? "step" : undefined}
              >
                <span class={styles.dot}>
                  <Show when={at() < reached() || reached() === 2}>
                    <Icon name="check" size={14} />
                  </Show>
                </span>
                {text}
              </li>
            )}
          </For>
        </ol>
      </div>
      <Show when={accepted()}>
        <Button variant="secondary" wide onClick={() => props.onOrders()}>
          {t("seeOrders")}
        </Button>
      </Show>
    </div>
  );
}
