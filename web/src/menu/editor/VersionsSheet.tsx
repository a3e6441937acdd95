import { diffDrafts, editsToRestore } from "@tureen/shared/menu/draft/diff";
import { draftOf, outcomeOf } from "@tureen/shared/menu/draft/draft";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { createMemo, createResource, createSignal, For, Show } from "solid-js";
import { unwrap } from "solid-js/store";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { Differences } from "./Differences.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftFacts, DraftSession } from "./model/create-draft.ts";
import styles from "./VersionsSheet.module.css";
import { differences } from "./words.ts";

/** Every menu that was published: what would change if it came back, and bringing it back. */
export function VersionsSheet(props: {
  readonly session: DraftSession;
  readonly facts: DraftFacts;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  const { t } = editorMessages;
  const [chosen, setChosen] = createSignal<number>();
  const reading = async <T,>(read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      props.endedBy(error);
      throw error;
    }
  };
  const [list] = createResource(() =>
    reading(async () => (await call("listMenuVersions", { query: {} as never })).versions),
  );
  const [version] = createResource(chosen, (number) =>
    reading(async () => {
      const { draft } = await call("readMenuVersion", { params: { version: number as never } });
      return { number, draft };
    }),
  );
  const changes = createMemo(() => {
    const read = version.state === "ready" ? version() : undefined;
    if (!read || read.number !== chosen()) return undefined;
    const now = draftOf(outcomeOf(unwrap(props.session.draft)));
    return differences(now, read.draft, diffDrafts(now, read.draft), {
      currency: props.facts.restaurant.currency,
      stations: props.session.stations(),
      courses: props.session.courses(),
    });
  });
  const when = (at: number) =>
    dateTimeFormat(timeLocale(), { dateStyle: "medium", timeStyle: "short" }).format(at);

  function bringBack(): void {
    const read = version();
    if (!read) return;
    const edits = editsToRestore(unwrap(props.session.draft), read.draft);
    if (edits.length > 0 && !props.session.make(edits)) return;
    props.onClose();
    toast(t("broughtBack", { number: read.number }), {
      icon: "check",
      action: { label: t("undo"), run: () => props.session.undo() },
    });
  }

  return (
    <Sheet open height="full" title={t("versions")} onClose={() => props.onClose()}>
      <Show
        when={list.state === "ready" && list()}
        fallback={
          <Show when={list.error} fallback={<Skeleton lines={6} />}>
            {(error) => <p role="alert">{errorSentence(codeOf(error()))}</p>}
          </Show>
        }
      >
        {(versions) => (
          <ul class={styles.list}>
            <For each={versions()} fallback={<li>{t("noVersions")}</li>}>
              {(each) => (
                <li class={styles.version}>
                  <div class={styles.head}>
                    <div class={styles.what}>
                      <strong>{t("version", { number: each.version })}</strong>
                      <span>{when(each.at)}</span>
                      <span>{each.name ?? t("byImport")}</span>
                      <span>{t("dishCount", { count: each.dishes })}</span>
                    </div>
                    <Show
                      when={each.version !== props.facts.inForce}
                      fallback={<span class={styles.inForce}>{t("inForce")}</span>}
                    >
                      <Button
                        aria-expanded={chosen() === each.version}
                        onClick={() =>
                          setChosen((now) => (now === each.version ? undefined : each.version))
                        }
                      >
                        {t("look")}
                      </Button>
                    </Show>
                  </div>
                  <Show when={chosen() === each.version}>
                    <div class={styles.look}>
                      <p>{t("wouldChange")}</p>
                      <Show
                        when={changes()}
                        fallback={
                          <Show when={version.error} fallback={<Skeleton lines={3} />}>
                            {(error) => <p role="alert">{errorSentence(codeOf(error()))}</p>}
                          </Show>
                        }
                      >
                        {(found) => (
                          <>
                            <Differences list={found()} none={t("noChanges")} />
                            <Button variant="primary" icon="undo" onClick={bringBack}>
                              {t("bringBack")}
                            </Button>
                            <p class={styles.hint}>{t("bringBackHint")}</p>
                          </>
                        )}
                      </Show>
                    </div>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Sheet>
  );
}
