import { createMemo, For, Show } from "solid-js";
import { MarkDot } from "./MarkDot.tsx";
import styles from "./Moments.module.css";
import { iconOf } from "./mark-look.ts";
import { replayMessages } from "./messages/messages.ts";
import { passedMarks } from "./model/marks.ts";
import type { Playback } from "./model/playback.ts";
import type { ReplayedSession } from "./model/replayed-session.ts";
import { clockText, type Words } from "./words.ts";

/** Marks shown before and after the one that was last passed. */
const BEFORE = 5;
const AFTER = 6;

/** The marks around this moment, in words; each leads to itself. */
export function Moments(props: {
  readonly replayed: ReplayedSession;
  readonly playback: Playback;
  readonly words: Words;
}) {
  const { t } = replayMessages;
  const { marks } = props.replayed;
  const current = createMemo(() => passedMarks(marks, props.playback.moment()) - 1);
  const shown = createMemo(() => {
    const from = Math.min(
      Math.max(0, current() - BEFORE),
      Math.max(0, marks.length - BEFORE - AFTER),
    );
    return marks.slice(from, from + BEFORE + AFTER);
  });
  return (
    <section class={styles.moments} aria-labelledby="moments">
      <h2 class={styles.title} id="moments">
        {t("moments")}
      </h2>
      <Show when={marks.length > 0} fallback={<p>{t("noMoments")}</p>}>
        <ol class={styles.list}>
          <For each={shown()}>
            {(mark) => (
              <li>
                <button
                  type="button"
                  class={styles.moment}
                  classList={{ [styles.coming ?? ""]: marks.indexOf(mark) > current() }}
                  aria-current={marks[current()] === mark ? "step" : undefined}
                  onClick={() => props.playback.seek(mark.moment)}
                >
                  <MarkDot kind={mark.kind} icon={iconOf(mark)} />
                  <span class={styles.text} dir="auto">
                    {props.words.mark(mark)}
                  </span>
                  <time class={styles.time}>{clockText(mark.moment.time)}</time>
                </button>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}
