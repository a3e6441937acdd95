import { Show } from "solid-js";
import { allergenNames } from "../../menu/allergen-name.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./AllergenFacts.module.css";

/** What is known about a dish. Nothing known is said as such: it never reads like "none". */
export function AllergenFacts(props: {
  readonly allergens: readonly string[];
  /** What the choices made so far add. */
  readonly chosen: readonly string[];
  /** What may get into it. */
  readonly mayContain: readonly string[];
  readonly additives: readonly string[];
}) {
  const { t } = dinerMessages;
  const added = () => [...new Set(props.chosen)].filter((each) => !props.allergens.includes(each));
  return (
    <dl class={styles.facts}>
      <div>
        <dt>{t("allergens")}</dt>
        <Show
          when={props.allergens.length > 0}
          fallback={
            <dd class={styles.unknown}>
              <Icon name="alert" size={18} />
              {t("allergensUnknown")}
            </dd>
          }
        >
          <dd dir="auto">{allergenNames(props.allergens)}</dd>
        </Show>
        <Show when={added().length > 0}>
          <dd dir="auto">{t("allergensAdded", { allergens: allergenNames(added()) })}</dd>
        </Show>
      </div>
      <Show when={props.mayContain.length > 0}>
        <div>
          <dt>{uiMessages.t("mayContain")}</dt>
          <dd dir="auto">{allergenNames(props.mayContain)}</dd>
        </div>
      </Show>
      <Show when={props.additives.length > 0}>
        <div>
          <dt>{t("additives")}</dt>
          <dd dir="auto">{props.additives.join(", ")}</dd>
        </div>
      </Show>
    </dl>
  );
}
