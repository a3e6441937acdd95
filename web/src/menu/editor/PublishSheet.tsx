import { diffDrafts } from "@tureen/shared/menu/draft/diff";
import { draftOf, type MenuDraft, outcomeOf, placesOf } from "@tureen/shared/menu/draft/draft";
import { isBlocking, type Remark, reviewDraft } from "@tureen/shared/menu/draft/review";
import type { ReviewClock } from "@tureen/shared/menu/draft/review-timing";
import { localAt } from "@tureen/shared/menu/timing/local-time";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { createMemo, createResource, createSignal, For, type JSX, Show } from "solid-js";
import { unwrap } from "solid-js/store";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { Differences } from "./Differences.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftFacts, DraftSession } from "./model/create-draft.ts";
import styles from "./PublishSheet.module.css";
import { differences } from "./words.ts";

/** What guests would read differently, what a careful colleague remarks, and the button. */
export function PublishSheet(props: {
  readonly session: DraftSession;
  readonly facts: DraftFacts;
  readonly endedBy: (error: unknown) => boolean;
  /** What a revision of the draft is tried on. */
  readonly tried: (revision: number) => JSX.Element;
  /** Shows the dish that a remark or a difference is about. */
  readonly onDish: (id: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = editorMessages;
  const { currency } = props.facts.restaurant;
  const [when, setWhen] = createSignal<"now" | "later">("now");
  const [at, setAt] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [failed, setFailed] = createSignal<string>();

  // What is compared is what is published: nothing that is still on its way.
  const [seen] = createResource(async () => {
    const revision = await props.session.settled();
    const against = props.facts.inForce;
    const inForce: MenuDraft =
      against === 0
        ? { categories: [] }
        : (await call("readMenuVersion", { params: { version: against as never } })).draft;
    return { revision, against, inForce, clock: await clockNow() };
  });
  const outcome = createMemo(() => draftOf(outcomeOf(unwrap(props.session.draft))));
  const changes = createMemo(() => {
    const read = seen.state === "ready" ? seen() : undefined;
    if (!read) return undefined;
    // What other systems call things is no guest's business.
    const edits = diffDrafts(read.inForce, outcome());
    return differences(read.inForce, outcome(), edits, {
      currency,
      stations: props.session.stations(),
      courses: props.session.courses(),
    });
  });
  const remarks = createMemo(() => {
    const clock = seen.state === "ready" ? seen().clock : undefined;
    return reviewDraft(unwrap(props.session.draft), clock);
  });
  const blocked = () => remarks().some(isBlocking) || outcome().categories.length === 0;
  const moment = () => new Date(at()).getTime();
  const tooEarly = () => when() === "later" && !(moment() > Date.now());
  const timeText = (time: number) =>
    dateTimeFormat(timeLocale(), { dateStyle: "full", timeStyle: "short" }).format(time);

  async function publish(): Promise<void> {
    const read = seen();
    if (!read || busy() || blocked() || tooEarly()) return;
    setBusy(true);
    setFailed(undefined);
    try {
      const { revision, against } = read;
      const later = when() === "later" ? { at: moment() } : {};
      await call("publishMenuDraft", { body: { revision, against, ...later } });
      await props.session.read();
      const said =
        when() === "later" ? t("planned", { time: timeText(moment()) }) : t("isPublished");
      toast(said, { tone: "good", icon: "check" });
      props.onClose();
    } catch (error) {
      if (props.endedBy(error)) return;
      setFailed(errorSentence(codeOf(error)));
    } finally {
      setBusy(false);
    }
  }

  async function unplan(): Promise<void> {
    try {
      await call("cancelMenuPublication", { body: {} });
      await props.session.read();
      toast(t("unplanned"), { icon: "check" });
    } catch (error) {
      if (!props.endedBy(error)) setFailed(errorSentence(codeOf(error)));
    }
  }

  async function discard(): Promise<void> {
    const read = seen();
    if (!read) return;
    try {
      await call("discardMenuDraft", { body: { revision: read.revision } });
      await props.session.read();
      toast(t("discarded"), { icon: "check" });
      props.onClose();
    } catch (error) {
      if (!props.endedBy(error)) setFailed(errorSentence(codeOf(error)));
    }
  }

  return (
    <Sheet
      open
      height="full"
      title={t("publishTitle")}
      onClose={() => props.onClose()}
      footer={
        <div class={styles.footer}>
          <Show when={failed()}>
            <p class={styles.failed} role="alert">
              <Icon name="alert" size={20} />
              {failed()}
            </p>
          </Show>
          <SegmentedChoice
            label={t("when")}
            hideLabel
            value={when()}
            options={[
              { value: "now", label: t("now") },
              { value: "later", label: t("later") },
            ]}
            onChange={setWhen}
          />
          <Show when={when() === "later"}>
            <Field
              label={t("at")}
              type="datetime-local"
              value={at()}
              error={at() && tooEarly() ? t("atPassed") : undefined}
              onInput={(event) => setAt(event.currentTarget.value)}
            />
          </Show>
          <Button
            variant="primary"
            size="l"
            wide
            busy={busy()}
            disabled={!changes() || blocked() || tooEarly()}
            onClick={() => void publish()}
          >
            {t(when() === "now" ? "publishNow" : "plan")}
          </Button>
        </div>
      }
    >
      <div class={styles.body}>
        <Show when={props.facts.plannedFor}>
          {(planned) => (
            <div class={styles.planned}>
              <p>{t("plannedFor", { time: timeText(planned()) })}</p>
              <Button onClick={() => void unplan()}>{t("unplan")}</Button>
            </div>
          )}
        </Show>
        <Show when={remarks().length > 0}>
          <section class={styles.remarks} aria-label={t("remarks")}>
            <h3 class={styles.heading}>{t("remarks")}</h3>
            <Remarks
              draft={props.session.draft}
              remarks={remarks()}
              currency={currency}
              onDish={props.onDish}
            />
          </section>
        </Show>
        <section aria-label={t("changes")}>
          <h3 class={styles.heading}>{t("changes")}</h3>
          <Show
            when={changes()}
            fallback={
              <Show when={seen.error} fallback={<Skeleton lines={4} />}>
                {(error) => <p class={styles.failed}>{errorSentence(codeOf(error()))}</p>}
              </Show>
            }
          >
            {(list) => <Differences list={list()} none={t("noChanges")} onDish={props.onDish} />}
          </Show>
        </section>
        <Show when={seen.state === "ready" && outcome().categories.length > 0 && seen()}>
          {(read) => props.tried(read().revision)}
        </Show>
        <Show when={props.facts.edited && seen.state === "ready"}>
          <Button variant="quiet" icon="undo" onClick={() => void discard()}>
            {t("discard")}
          </Button>
        </Show>
      </div>
    </Sheet>
  );
}

/** The restaurant's clock, for remarks about times; without it they are left out, and nothing else. */
async function clockNow(): Promise<ReviewClock | undefined> {
  try {
    const { service, now } = await call("readService", {});
    return { local: localAt(now, service), dayStartsAt: service.dayStartsAt };
  } catch {
    return undefined;
  }
}

/** How many remarks of one kind are listed by name. */
const MAX_NAMED = 6;

/** Remarks by kind, so that sixty missing translations are one line and not sixty. */
function Remarks(props: {
  readonly draft: MenuDraft;
  readonly remarks: readonly Remark[];
  readonly currency: string;
  readonly onDish: (id: string) => void;
}) {
  const { t } = editorMessages;
  const names = createMemo(() => placesOf(props.draft));
  const groups = createMemo(() => {
    const byKind = new Map<string, Remark[]>();
    for (const remark of props.remarks) {
      const language = remark.code === "translation-missing" ? remark.language : "";
      const kind = `${remark.code} ${language}`;
      byKind.set(kind, [...(byKind.get(kind) ?? []), remark]);
    }
    return [...byKind.values()];
  });
  const nameOf = (remark: Remark) => {
    const name = names().get(remark.id)?.thing.name ?? "";
    const dish = dishOf(remark);
    if (dish !== undefined && dish !== remark.id) {
      return `${names().get(dish)?.thing.name} › ${name}`;
    }
    return remark.code === "price-outlier"
      ? `${name} (${t("usual", { price: moneyText(remark.usual, props.currency) })})`
      : name;
  };
  const dishOf = (remark: Remark) => {
    if ("dish" in remark) return remark.dish;
    return names().get(remark.id)?.part === "item" ? remark.id : undefined;
  };
  return (
    <ul class={styles.list}>
      <For each={groups()}>
        {(group) => (
          <li class={styles.remark} classList={{ [styles.blocking ?? ""]: group.some(isBlocking) }}>
            <Icon name="alert" size={18} />
            <div>
              <p>
                {t(`remark.${group[0]?.code ?? "price-zero"}`, {
                  count: group.length,
                  language:
                    group[0]?.code === "translation-missing" ? group[0].language.toUpperCase() : "",
                })}
              </p>
              <p class={styles.names}>
                <For each={group.slice(0, MAX_NAMED)}>
                  {(remark) => (
                    <Show when={dishOf(remark)} fallback={<span>{nameOf(remark)}</span>}>
                      {(id) => (
                        <button
                          type="button"
                          class={styles.link}
                          onClick={() => props.onDish(id())}
                        >
                          <bdi>{nameOf(remark)}</bdi>
                        </button>
                      )}
                    </Show>
                  )}
                </For>
                <Show when={group.length > MAX_NAMED}>
                  <span>{t("andMore", { count: group.length - MAX_NAMED })}</span>
                </Show>
              </p>
            </div>
          </li>
        )}
      </For>
    </ul>
  );
}
