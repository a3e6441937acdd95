import { type Service, WEEKDAYS } from "@tureen/shared/menu/timing/rules";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { createSignal, For, Index, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { ExceptionField } from "./ExceptionField.tsx";
import styles from "./HoursPage.module.css";
import { copiedDown, draftOf, type HoursDraft, hoursOf, problemsOf } from "./hours-draft.ts";
import { serviceMessages } from "./messages/messages.ts";
import { SpansField } from "./SpansField.tsx";

/** The 1st of January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The hours of each weekday, the days that are different, and when the last orders are taken. */
export function HoursForm(props: {
  readonly service: Service;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = serviceMessages;
  const [draft, setDraft] = createSignal(draftOf(props.service.hours));
  const [busy, setBusy] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const wrong = (where: string) => tried() && problemsOf(draft()).has(where);
  const change = (part: Partial<HoursDraft>) => setDraft((now) => ({ ...now, ...part }));
  const replaced = <T,>(all: readonly T[], at: number, value: T) =>
    all.map((each, i) => (i === at ? value : each));
  const dayName = (i: number) =>
    dateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(MONDAY + i * DAY_MS);
  const today = () => businessDayOf(new Date(), props.service);

  function copyDown(day: number): void {
    const { week } = draft();
    change({ week: copiedDown(week, day) });
    toast(t("copiedDown", { day: dayName(day) }), {
      icon: "check",
      action: { label: uiMessages.t("undo"), run: () => change({ week }) },
    });
  }

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (busy() || problemsOf(draft()).size > 0) return;
    setBusy(true);
    try {
      await call("setHours", { body: { hours: hoursOf(draft()) } });
      toast(t("saved"), { tone: "good", icon: "check" });
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class={styles.page} onSubmit={(event) => void save(event)} novalidate>
      <section class={styles.card}>
        <Checkbox checked={draft().always} onChange={(always) => change({ always })}>
          {t("alwaysOpen")}
        </Checkbox>
        <Show when={!draft().always}>
          <For each={WEEKDAYS}>
            {(_, i) => (
              <SpansField
                label={dayName(i())}
                spans={draft().week[i()] ?? []}
                wrong={wrong(`day ${i()}`)}
                onChange={(spans) => change({ week: replaced(draft().week, i(), spans) })}
              >
                <Show when={i() < WEEKDAYS.length - 1}>
                  <Button
                    variant="quiet"
                    icon="chevronDown"
                    aria-label={`${t("copyDown")}: ${dayName(i())}`}
                    onClick={() => copyDown(i())}
                  >
                    {t("copyDown")}
                  </Button>
                </Show>
              </SpansField>
            )}
          </For>
          <p class={styles.hint}>{t("clock", { zone: props.service.timezone })}</p>
          <p class={styles.hint}>{t("midnightHint", { hour: props.service.dayStartsAt })}</p>
          <Field
            label={t("lastOrders")}
            hint={t("lastOrdersHint")}
            name="last-orders"
            inputmode="numeric"
            autocomplete="off"
            maxLength={3}
            value={draft().lastOrders}
            error={wrong("lastOrders") ? t("lastOrdersWrong") : undefined}
            onInput={(event) => change({ lastOrders: event.currentTarget.value })}
          />
        </Show>
      </section>
      <Show when={!draft().always}>
        <section class={styles.card}>
          <h3 class={styles.heading}>{t("exceptions")}</h3>
          <p class={styles.hint}>{t("exceptionsHint")}</p>
          <Index each={draft().exceptions}>
            {(exception, i) => (
              <ExceptionField
                exception={exception()}
                wrong={wrong(`exception ${i}`)}
                onChange={(next) => change({ exceptions: replaced(draft().exceptions, i, next) })}
                onRemove={() =>
                  change({ exceptions: draft().exceptions.filter((_, at) => at !== i) })
                }
              />
            )}
          </Index>
          <div>
            <Button
              icon="plus"
              onClick={() =>
                change({
                  exceptions: [
                    ...draft().exceptions,
                    { fromDate: today(), untilDate: today(), spans: [] },
                  ],
                })
              }
            >
              {t("addException")}
            </Button>
          </div>
        </section>
      </Show>
      <div>
        <Button type="submit" variant="primary" size="l" busy={busy()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
