import { seatOf } from "@tureen/shared/document/keys";
import { createMemo, Show } from "solid-js";
import { SeatAvatar } from "../../ui/SeatAvatar.tsx";
import { useTable } from "./context.ts";
import styles from "./PresenceNote.module.css";
import { presenceText } from "./presence-text.ts";

/** "Ana is looking at desserts", floating above the dock; touches pass through it. */
export function PresenceNote() {
  const { session, index } = useTable();
  const latest = createMemo(() =>
    session.presence().findLast((who) => who.at !== undefined || who.cart === true),
  );
  return (
    <div class={styles.place} aria-hidden="true">
      <Show when={latest()}>
        {(who) => (
          <p class={styles.note}>
            <SeatAvatar
              size="s"
              seat={seatOf(who().diner)}
              colour={session.colourOf(who().diner)}
              name={session.knownName(who().diner)}
            />
            <span class={styles.text}>
              {presenceText(session.nameOf(who().diner), who(), index())}
            </span>
          </p>
        )}
      </Show>
    </div>
  );
}
