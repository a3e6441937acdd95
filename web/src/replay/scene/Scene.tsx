import type { SessionView } from "@tureen/shared/table/document/session-document";
import { createMemo, For } from "solid-js";
import { createSettled } from "../create-settled.ts";
import { replayMessages } from "../messages/messages.ts";
import type { Playback } from "../model/playback.ts";
import type { ReplayedSession } from "../model/replayed-session.ts";
import type { Words } from "../words.ts";
import { KitchenRail } from "./KitchenRail.tsx";
import { type Frame, Phone } from "./Phone.tsx";
import styles from "./Scene.module.css";

/** Phones that stand before the kitchen's rail; the others stand behind it. */
const BEFORE_RAIL = 2;
/** The session stands still when it has not moved for so long, ms. */
const SETTLED_MS = 200;

/** The table at a moment: everybody's phone side by side, and the kitchen between them. */
export function Scene(props: {
  readonly replayed: ReplayedSession;
  readonly playback: Playback;
  readonly words: Words;
  readonly table: SessionView;
  readonly touched: string | undefined;
  readonly onStory: (line: string) => void;
}) {
  const { replayed, playback, words } = props;
  const now = createMemo<Frame>(() => ({
    moment: playback.moment(),
    table: props.table,
    touched: props.touched,
  }));
  const settled = createSettled(now, SETTLED_MS);
  const before = Math.min(BEFORE_RAIL, Math.ceil(replayed.diners.length / 2));
  const phones = (from: number, to?: number) => (
    <For each={replayed.diners.slice(from, to)}>
      {(diner) => (
        <li class={styles.place}>
          <Phone
            replayed={replayed}
            diner={diner}
            words={words}
            now={now()}
            settled={settled()}
            onStory={props.onStory}
          />
        </li>
      )}
    </For>
  );
  return (
    <section aria-label={replayMessages.t("phones")}>
      <ul class={styles.scene}>
        {phones(0, before)}
        <li class={styles.place}>
          <KitchenRail
            replayed={replayed}
            table={props.table}
            words={words}
            onStory={props.onStory}
          />
        </li>
        {phones(before)}
      </ul>
    </section>
  );
}
