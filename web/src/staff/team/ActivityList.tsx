import { createSignal, For, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { whenText } from "../../platform/ui/when.ts";
import styles from "./ActivityList.module.css";
import { actionText, actorText, factsOf } from "./activity-text.ts";
import { createReading } from "./create-reading.ts";
import { teamMessages } from "./messages/messages.ts";
import { ReadingView } from "./ReadingView.tsx";
import { type Activity, sayFailure } from "./team.ts";

/** Who did what and when, newest first, page by page. */
export function ActivityList(props: {
  readonly currency: string;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = teamMessages;
  const [older, setOlder] = createSignal<readonly Activity[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const reading = createReading(async () => {
    const first = await call("readActivity", {});
    setNext(first.next);
    return first.entries;
  }, props.endedBy);

  async function readOlder(before: string): Promise<void> {
    setBusy(true);
    try {
      const page = await call("readActivity", { query: { before } });
      setOlder((all) => [...all, ...page.entries]);
      setNext(page.next);
    } catch (error) {
      sayFailure(error, props.endedBy);
    } finally {
      setBusy(false);
    }
  }

  return (
    <ReadingView reading={reading}>
      {(first) => (
        <Show when={first().length > 0} fallback={<p class={styles.none}>{t("activityNone")}</p>}>
          <ul class={styles.entries}>
            <For each={[...first(), ...older()]}>
              {(entry) => (
                <li class={styles.entry}>
                  <p class={styles.what}>
                    {actionText(entry)}
                    <Show when={entry.subjectName}>
                      {(name) => (
                        <>
                          {": "}
                          <bdi>{name()}</bdi>
                        </>
                      )}
                    </Show>
                  </p>
                  <time class={styles.when} dateTime={new Date(entry.at).toISOString()}>
                    {whenText(entry.at)}
                  </time>
                  <Show when={factsOf(entry, props.currency).length > 0}>
                    <p class={styles.facts}>
                      <For each={factsOf(entry, props.currency)}>
                        {(fact, place) => (
                          <>
                            {place() > 0 ? " · " : ""}
                            <bdi>{fact}</bdi>
                          </>
                        )}
                      </For>
                    </p>
                  </Show>
                  <p class={styles.who}>
                    <bdi>{actorText(entry)}</bdi>
                    <Show when={entry.actorRole}>
                      {(role) => <span>{t(`role.${role()}`)}</span>}
                    </Show>
                    <Show when={entry.table}>
                      {(label) => <span>{t("table", { label: label() })}</span>}
                    </Show>
                  </p>
                </li>
              )}
            </For>
          </ul>
          <Show when={next()}>
            {(before) => (
              <div class={styles.foot}>
                <Button busy={busy()} onClick={() => void readOlder(before())}>
                  {t("older")}
                </Button>
              </div>
            )}
          </Show>
        </Show>
      )}
    </ReadingView>
  );
}
