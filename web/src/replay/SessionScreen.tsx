import { settles } from "@tureen/shared/platform/http/verdicts";
import { createEffect, createSignal, Match, on, onCleanup, Switch } from "solid-js";
import { jitteredDelayMs, pause } from "../platform/live/retry.ts";
import { Button } from "../platform/ui/Button.tsx";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { type Loading, loadRecording } from "./load/load-recording.ts";
import type { RecordingFailure } from "./load/protocol.ts";
import { replayMessages } from "./messages/messages.ts";
import { ReplayBar } from "./ReplayBar.tsx";
import { SessionPlayer } from "./SessionPlayer.tsx";
import styles from "./SessionScreen.module.css";

type OfKind<K extends Loading["kind"]> = Extract<Loading, { kind: K }>;

/** One session: loads it, says how far that is and why it cannot be shown, and shows it. */
export function SessionScreen(props: {
  readonly sessionId: string;
  readonly onSignedOut: () => void;
}) {
  const { t } = replayMessages;
  const [tries, setTries] = createSignal(0);
  const [state, setState] = createSignal<Loading>({ kind: "loading", share: 0 });
  let failures = 0;
  createEffect(
    on(tries, () => {
      const ends = new AbortController();
      const stop = loadRecording(props.sessionId, (next) => {
        if (next.kind === "failed") void onFailed(next.code, ends.signal);
        else failures = 0;
        setState(next);
      });
      onCleanup(() => {
        ends.abort();
        stop();
      });
    }),
  );

  function retry() {
    setState({ kind: "loading", share: 0 });
    setTries((n) => n + 1);
  }

  /** Tries again by itself where nobody has said that there is nothing; what it says stays till then. */
  async function onFailed(code: RecordingFailure, signal: AbortSignal) {
    if (code === "damaged") return;
    if (settles("signIn", code)) props.onSignedOut();
    if (settles("recording", code)) return;
    failures += 1;
    await pause(jitteredDelayMs(failures), signal);
    if (!signal.aborted) setTries((n) => n + 1);
  }

  const when = <K extends Loading["kind"]>(kind: K) => {
    const current = state();
    return current.kind === kind ? (current as OfKind<K>) : undefined;
  };
  const back = () => ({ href: "/replay", label: t("toList") });

  return (
    <Switch>
      <Match when={when("loading")}>
        {(loading) => (
          <div class={styles.screen}>
            <ReplayBar back={back()} title={t("title")} />
            <main class={styles.waiting}>
              <p role="status">
                {loading().share === 0
                  ? t("fetching")
                  : t("reading", { percent: Math.round(loading().share * 100) })}
              </p>
              <progress class={styles.progress} aria-hidden="true" value={loading().share} />
            </main>
          </div>
        )}
      </Match>
      <Match when={when("failed")}>
        {(failed) => (
          <div class={styles.screen}>
            <ReplayBar back={back()} title={t("title")} />
            <main class={styles.waiting}>
              <EmptyState
                icon={failed().code === "log-gone" ? "clock" : "alert"}
                title={t(failed().code === "log-gone" ? "gone.title" : "failed.title")}
                text={whyNot(failed().code)}
              >
                <Button
                  variant="primary"
                  size="l"
                  onClick={retry}
                  hidden={failed().code === "log-gone"}
                >
                  {uiMessages.t("retry")}
                </Button>
              </EmptyState>
            </main>
          </div>
        )}
      </Match>
      <Match when={when("ready")}>
        {(ready) => <SessionPlayer replayed={ready().replayed} onReload={retry} />}
      </Match>
    </Switch>
  );
}

function whyNot(code: RecordingFailure): string {
  switch (code) {
    case "log-gone":
      return replayMessages.t("gone.text");
    case "damaged":
      return replayMessages.t("failed.damaged");
    // An address that cannot be a session's is, to whoever followed it, simply not there.
    case "field-invalid":
    case "session-unknown":
      return replayMessages.t("failed.unknown");
    default:
      return errorSentence(code);
  }
}
