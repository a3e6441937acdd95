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
import type { ReplayedSession } from "./model/replayed-session.ts";
import { touchedLine } from "./model/touched.ts";
import { ReplayBar } from "./ReplayBar.tsx";
import styles from "./SessionPlayer.module.css";
import { StorySheet } from "./StorySheet.tsx";
import { Scene } from "./scene/Scene.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { clockText, createWords, dateText, minuteText } from "./words.ts";

/** A session that can be looked at: its time above, its phones and its kitchen below. */
export function SessionPlayer(props: {
  readonly replayed: ReplayedSession;
  readonly onReload: () => void;
}) {
  const { t } = replayMessages;
  // Another session is another player: the owner makes a new one.
  const replayed = props.replayed;
  const words = createWords(replayed);
  const playback = createPlayback(replayed.axis, replayed.marks);
  const { moment } = playback;
  const table = createView(() => replayed.tableAt(moment()));
  const happened = createMemo(() => replayed.eventsAt(moment()));
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
        title={tableName(replayed.facts.table)}
        detail={dateText(replayed.axis.start)}
      >
        <p class={styles.clock}>
          <time dateTime={new Date(moment().time).toISOString()}>{clockText(moment().time)}</time>
        </p>
      </ReplayBar>
      <Show
        when={replayed.diners.length > 0}
        fallback={
          <main>
            <EmptyState title={t("empty.title")} text={t("empty.text")} />
          </main>
        }
      >
        <main class={styles.main}>
          <section aria-label={t("timeline")}>
            <Timeline replayed={replayed} playback={playback} words={words} what={what()} />
            <p class={styles.now} aria-live={playback.playing() ? "off" : "polite"}>
              <span class={styles.count}>
                {t("edit", { index: moment().index, count: replayed.axis.length })}
              </span>
              <span dir="auto">{what()}</span>
            </p>
          </section>
          <Controls playback={playback} />
          <Show when={replayed.facts.status === "active"}>
            <p class={styles.live}>
              {t("goingOn", { time: minuteText(replayed.axis.end) })}
              <Button variant="quiet" icon="refresh" onClick={() => props.onReload()}>
                {t("reload")}
              </Button>
            </p>
          </Show>
          <div class={styles.below}>
            <Scene
              replayed={replayed}
              playback={playback}
              words={words}
              table={table()}
              touched={touched()}
              onStory={setStory}
            />
            <Moments replayed={replayed} playback={playback} words={words} />
          </div>
        </main>
        <StorySheet
          replayed={replayed}
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
