import { settles } from "@tureen/shared/platform/http/verdicts";
import { createSignal, For, onMount, Show } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { replayMessages } from "../messages/messages.ts";
import { ReplayBar } from "../ReplayBar.tsx";
import type { ListedSession } from "./listed-session.ts";
import styles from "./SessionList.module.css";
import { SessionRow } from "./SessionRow.tsx";

const COLUMNS = [
  "when",
  "table",
  "guests",
  "edits",
  "confirms",
  "orders",
  "rejections",
  "state",
] as const;

/** The restaurant's sessions, newest first, so that a manager finds the one in question. */
export function SessionList(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = replayMessages;
  const [sessions, setSessions] = createSignal<readonly ListedSession[]>([]);
  const [more, setMore] = createSignal(true);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<ClientErrorCode | null>(null);

  const ask = createAsking();

  async function load(): Promise<void> {
    if (busy() && !failure()) return;
    setBusy(true);
    setFailure(null);
    try {
      const before = sessions().at(-1)?.openedAt;
      const answer = await ask(() => call("listReplays", { query: { before } }), {
        settles: (code) => settles("reading", code),
        onFailure: setFailure,
      });
      setFailure(null);
      setSessions((all) => [...all, ...answer.sessions]);
      setMore(answer.more);
    } catch (error) {
      if (!props.endedBy(error)) setFailure(codeOf(error));
    } finally {
      setBusy(false);
    }
  }
  onMount(() => void load());

  return (
    <div class={styles.page}>
      <ReplayBar back={{ href: "/staff", label: t("toStaff") }} title={t("list.title")} />
      <main class={styles.main}>
        <p class={styles.lead}>{t("list.lead")}</p>
        <Show when={sessions().length > 0}>
          <table class={styles.table}>
            <caption class="visually-hidden">{t("list.title")}</caption>
            <thead>
              <tr>
                <For each={COLUMNS}>{(column) => <th scope="col">{t(`list.${column}`)}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={sessions()}>{(session) => <SessionRow session={session} />}</For>
            </tbody>
          </table>
        </Show>
        <Show when={busy() && !failure()}>
          <Skeleton lines={6} />
        </Show>
        <Show when={failure()}>
          {(code) => (
            <EmptyState icon="alert" title={t("list.failed")} text={errorSentence(code())}>
              <Button variant="primary" onClick={() => void load()}>
                {uiMessages.t("retry")}
              </Button>
            </EmptyState>
          )}
        </Show>
        <Show when={!busy() && !failure()}>
          <Show when={sessions().length === 0}>
            <EmptyState title={t("list.empty")} text={t("list.emptyText")} />
          </Show>
          <Show when={more()}>
            <Button wide onClick={() => void load()}>
              {t("list.more")}
            </Button>
          </Show>
        </Show>
      </main>
    </div>
  );
}
