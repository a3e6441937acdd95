import { For, Show } from "solid-js";
import type { ClaimScene, Outcome } from "../../bill/claim.ts";
import { portionsText } from "../../bill/portions.ts";
import { moneyText } from "../../platform/ui/Money.tsx";
import type { DinerBill } from "./bill-context.ts";
import styles from "./ClaimSheet.module.css";
import { payMessages } from "./messages/messages.ts";

/** What the others have taken of a dish, and what that leaves to choose from; nothing while nobody has. */
export function ClaimLeft(props: {
  readonly bill: DinerBill;
  readonly scene: ClaimScene;
  /** All that is left to take. */
  readonly rest: Outcome;
}) {
  const { t } = payMessages;
  return (
    <div role="status">
      <Show when={props.scene.others.length > 0}>
        <ul class={styles.text}>
          <For each={props.scene.others}>
            {({ diner, parts }) => (
              <li>
                {t("claimTaken", {
                  name: props.bill.people.nameOf(diner),
                  parts: portionsText(parts),
                })}
              </li>
            )}
          </For>
          <li>
            {props.scene.free === 0
              ? t("claimNoneLeft")
              : t("claimLeft", {
                  parts: portionsText(props.rest.parts),
                  price: moneyText(props.rest.amount, props.bill.bill().currency),
                })}
          </li>
        </ul>
      </Show>
    </div>
  );
}
