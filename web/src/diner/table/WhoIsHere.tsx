import { seatOf } from "@tureen/shared/table/document/keys";
import { createMemo, For, Show } from "solid-js";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { useTable } from "./context.ts";
import styles from "./WhoIsHere.module.css";

const MAX_SHOWN = 6;

/** Everybody at the table as discs; opens the list of people. */
export function WhoIsHere(props: { readonly onOpen: () => void }) {
  const { t } = dinerMessages;
  const { session } = useTable();
  const present = createMemo(
    () => new Set([session.me, ...session.presence().map((who) => who.diner)]),
  );
  const diners = createMemo(() =>
    Object.entries(session.view().diners)
      .filter(([, diner]) => !diner.gone)
      .map(([id]) => id)
      .sort((a, b) => seatOf(a) - seatOf(b)),
  );
  return (
    <Show when={diners().length > 0}>
      <button
        type="button"
        class={styles.people}
        aria-label={t("peopleCount", { count: diners().length })}
        onClick={() => props.onOpen()}
      >
        <For each={diners().slice(0, MAX_SHOWN)}>
          {(id) => (
            <SeatAvatar
              size="s"
              seat={seatOf(id)}
              colour={session.colourOf(id)}
              name={session.knownName(id)}
              away={!present().has(id)}
            />
          )}
        </For>
        <Show when={diners().length > MAX_SHOWN}>
          <span class={styles.more}>+{diners().length - MAX_SHOWN}</span>
        </Show>
      </button>
    </Show>
  );
}
