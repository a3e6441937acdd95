import { For, Show } from "solid-js";
import { allergenName } from "../menu/allergen-name.ts";
import { Icon } from "../platform/ui/Icon.tsx";
import styles from "./Allergens.module.css";
import { kitchenMessages } from "./messages/messages.ts";

/** The allergens of a dish; none listed means that nobody has said, and it says so. */
export function Allergens(props: { readonly allergens: readonly string[] }) {
  const { t } = kitchenMessages;
  return (
    <Show
      when={props.allergens.length > 0}
      fallback={<p class={styles.unknown}>{t("allergensUnknown")}</p>}
    >
      <div class={styles.block}>
        <Icon name="alert" size={24} />
        <span class="visually-hidden">{t("allergens")}</span>
        <ul class={styles.list}>
          <For each={props.allergens}>
            {(allergen) => (
              <li class={styles.one}>
                <bdi>{allergenName(allergen)}</bdi>
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  );
}
