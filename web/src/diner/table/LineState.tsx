import { Match, Switch } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import type { CartEntry } from "../../table/cart-entries.ts";
import { comesAt } from "../menu/comes-text.ts";
import { dinerMessages } from "../messages/messages.ts";
import { useTable } from "./context.ts";
import styles from "./LineState.module.css";

/** Where a line stands: only on this phone, saved, on its way, or not orderable (and what to do). */
export function LineState(props: { readonly entry: CartEntry }) {
  const { t } = dinerMessages;
  const table = useTable();
  const onItsWay = () => table.session.onTheirWay().has(props.entry.id);
  const takeOut = () => void table.session.tap(props.entry.id, -props.entry.quantity);
  return (
    <Switch
      fallback={
        <p class={styles.state}>
          <Icon name="check" size={15} />
          {t("stateSaved")}
        </p>
      }
    >
      <Match when={props.entry.problem}>
        {(problem) => (
          <p class={`${styles.state} ${styles.problem}`}>
            <span class={styles.reason}>
              <Icon name="alert" size={15} />
              {problem() === "not-served"
                ? comesAt(props.entry.comes ?? null, table.menu.local())
                : t(`problem.${problem()}`)}
            </span>
            <Button variant="quiet" onClick={takeOut}>
              {t("takeOut")}
            </Button>
          </p>
        )}
      </Match>
      <Match when={onItsWay()}>
        <p class={`${styles.state} ${styles.sending}`}>
          <Icon name="send" size={15} />
          {t("stateOnItsWay")}
        </p>
      </Match>
      <Match when={table.session.unsaved().has(props.entry.id)}>
        <p class={`${styles.state} ${styles.unsaved}`}>
          <Icon name="cloudOff" size={15} />
          {t("stateOnPhone")}
        </p>
      </Match>
    </Switch>
  );
}
