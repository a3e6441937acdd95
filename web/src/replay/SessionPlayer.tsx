import { createMemo, createSignal, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { tableName } from "../staff/words.ts";
import { Controls } from "./Controls.tsx";
import { createView } from "./create-view.ts";
import { onPlayerKey } from "./keys.ts";
import { Moments } from "./Moments.tsx";
import { replayMessages } from "./messages/messages.ts";
import { createPlayback } from "./model/playback.ts";
import type { Evening } from "./model/session-story.ts";
import { touchedLine } from "./model/touched.ts";
import { ReplayBar } from "./ReplayBar.tsx";
import styles from "./SessionPlayer.module.css";
import { StorySheet } from "./StorySheet.tsx";
import { Scene } from "./scene/Scene.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { clockText, createWords, dateText, minuteText } from "./words.ts";

/** An evening that can be looked at: its time above, its phones and its kitchen below. */
export function EveningPlayer(props: { readonly evening: Evening; readonly onReload: () => void }) {
  const { t } = replayMessages;
  // Another evening is another player: the owner makes a new one.
  const evening = props.evening;
  const words = createWords(evening);
  const playback = createPlayback(evening.axis, evening.marks);
  const { moment } = playback;
  const table = createView(() => evening.tableAt(moment()));
  const happened = createMemo(() => evening.eventsAt(moment()));
  const touched = createMemo(() => touchedLine(happened()));
  const what = createMemo(() => {
    if (moment().index === 0) return t("beginning");
    return happened().map(words.event).join(" · ") || t("unseen");
  });
  const [story, setStory] = createSignal<string | null>(null);

  onMount(() => {
    const onKeyDown = (event: KeyboardEvent) => onPlayerKey(event, playback);
    addEventListener("keydown", onKeyDown);
    onCleanup(() => removeEventListener("keydown", onKeyDown));
  });

  return (
    <div class={styles.screen}>
      <ReplayBar
        back={{ href: "/replay", label: t("toList") }}
        title={tableName(evening.facts.table)}
        detail={dateText(evening.axis.start)}
      >
        <p class={styles.clock}>
          <time dateTime={new Date(moment().time).toISOString()}>{clockText(moment().time)}</time>
        </p>
      </ReplayBar>
      <Show
        when={evening.diners.length > 0}
        fallback={
          <main>
            <EmptyState title={t("empty.title")} text={t("empty.text")} />
          </main>
        }
      >
        <main class={styles.main}>
          <section aria-label={t("timeline")}>
            <Timeline evening={evening} playback={playback} words={words} what={what()} />
            <p class={styles.now} aria-live={playback.playing() ? "off" : "polite"}>
              <span class={styles.count}>
                {t("edit", { index: moment().index, count: evening.axis.length })}
              </span>
              <span dir="auto">{what()}</span>
            </p>
          </section>
          <Controls playback={playback} />
          <Show when={evening.facts.status === "active"}>
            <p class={styles.live}>
              {t("goingOn", { time: minuteText(evening.axis.end) })}
              <Button variant="quiet" icon="refresh" onClick={() => props.onReload()}>
                {t("reload")}
              </Button>
            </p>
          </Show>
          <div class={styles.below}>
            <Scene
              evening={evening}
              playback={playback}
              words={words}
              table={table()}
              touched={touched()}
              onStory={setStory}
            />
            <Moments evening={evening} playback={playback} words={words} />
          </div>
        </main>
        <StorySheet
          evening={evening}
          words={words}
          line={story()}
          onSeek={(to) => {
            setStory(null);
            playback.seek(to);
          }}
          onClose={() => setStory(null)}
        />
      </Show>
    </div>
  );
}
