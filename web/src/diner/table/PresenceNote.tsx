import { seatOf } from "@tureen/shared/table/document/keys";
import { createEffect, createMemo, createSignal, onCleanup, Show } from "solid-js";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import { useTable } from "./context.ts";
import styles from "./PresenceNote.module.css";
import { presenceText, shortName } from "./presence-text.ts";

/** Long enough to read, short enough not to cover the menu. */
const SHOWN_MS = 4_000;

/** "Ana is looking at desserts", floating above the dock; touches pass through it. */
export function PresenceNote() {
  const { session, index } = useTable();
  const latest = createMemo(() =>
    session.presence().findLast((who) => who.at !== undefined || who.cart === true),
  );
  const [shown, setShown] = createSignal(false);
  createEffect(() => {
    setShown(latest() !== undefined);
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <div class={styles.place} aria-hidden="true">
      <Show when={shown() && latest()}>
        {(who) => (
          <p class={styles.note}>
            <SeatAvatar
              size="s"
              seat={seatOf(who().diner)}
              colour={session.colourOf(who().diner)}
              name={session.knownName(who().diner)}
            />
            <span class={styles.text}>
              {presenceText(shortName(session.nameOf(who().diner)), who(), index())}
            </span>
          </p>
        )}
      </Show>
    </div>
  );
}
