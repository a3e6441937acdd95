import type { Billing } from "@tureen/shared/bill/endpoints";
import type { Answer } from "@tureen/shared/endpoints";
import {
  businessDayOf,
  businessDayStart,
  type DayRule,
  DEFAULT_DAYS,
} from "@tureen/shared/platform/business-day";
import { dateTimeFormat, numberFormat } from "@tureen/shared/platform/intl";
import { decimalOf } from "@tureen/shared/platform/money";
import { createSignal, For, Show } from "solid-js";
import { locale, timeLocale } from "../../platform/i18n/locale.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { TextArea } from "../../platform/ui/TextArea.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "./BillingPage.module.css";
import { BillsElsewhere } from "./BillsElsewhere.tsx";
import { billingOf, type Draft, draftOf, type Problems } from "./draft.ts";
import { billingMessages } from "./messages/messages.ts";
import { ServiceFields } from "./ServiceFields.tsx";
import { TabFields } from "./TabFields.tsx";
import { TaxFields } from "./TaxFields.tsx";

/** The longest head of a receipt, and the longest tax number, that the server takes. */
const MAX_HEADER = 400;
const MAX_TAX_NUMBER = 60;

/** The settings that were read, to be changed and saved. */
export function BillingForm(props: {
  readonly read: Answer<"readBilling">;
  readonly currency: string;
  readonly days: DayRule | undefined;
  readonly endedBy: (error: unknown) => boolean;
  readonly onReadAgain: () => Promise<void>;
}) {
  const { t } = billingMessages;
  const { billing, version, planned, online } = props.read;
  const { currency } = props;
  const comma = numberFormat(locale(), {}).format(1.5).includes(",");
  const days = props.days ?? deviceDays();
  const today = businessDayOf(new Date(), days);
  // Where nothing is in force yet, what is planned is what there is.
  const first = billing ?? planned?.billing ?? null;
  const [draft, setDraft] = createSignal<Draft>(draftOf(first, currency, comma));
  const [when, setWhen] = createSignal<"now" | "date">(!billing && planned ? "date" : "now");
  const [date, setDate] = createSignal(planned ? businessDayOf(new Date(planned.from), days) : "");
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [changed, setChanged] = createSignal(false);
  let form: HTMLFormElement | undefined;

  const change = (some: Partial<Draft>) => setDraft({ ...draft(), ...some });
  const problems = (): Problems => {
    const result = billingOf(draft(), currency);
    return result.ok ? new Map() : result.problems;
  };
  const example = (problem: string) => {
    const amount = currency === "JPY" ? 100 : 250;
    const text = decimalOf(problem === "stepWrong" ? 5 : amount, currency);
    return comma ? text.replace(".", ",") : text;
  };
  /** What is wrong in a field, once somebody tried to save. */
  const error = (field: string) => {
    const problem = tried() ? problems().get(field) : undefined;
    return problem && t(`error.${problem}`, { example: example(problem) });
  };
  const dateWrong = () => when() === "date" && !(date() > today);
  const dayText = (at: number) =>
    dateTimeFormat(timeLocale(), { dateStyle: "long", timeZone: days.timezone }).format(at);

  function editPlanned(): void {
    if (!planned) return;
    setDraft(draftOf(planned.billing, currency, comma));
    setWhen("date");
    setDate(businessDayOf(new Date(planned.from), days));
  }

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy()) return;
    setTried(true);
    const result = billingOf(draft(), currency);
    if (!result.ok || dateWrong()) {
      toast(t("fix"), { tone: "bad", icon: "alert" });
      form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    const from = when() === "date" ? businessDayStart(date(), days).getTime() : undefined;
    const said = from === undefined ? t("saved") : t("savedPlanned", { date: dayText(from) });
    await send({ billing: result.billing, from }, said);
  }

  /** Bills are done elsewhere from now on; what is set here stays for when they are not. */
  async function turnOff(): Promise<void> {
    if (billing) await send({ billing: { ...billing, off: true } }, t("off.done"));
  }

  async function send(
    change: { readonly billing: Billing; readonly from?: number | undefined },
    said: string,
  ): Promise<void> {
    setBusy(true);
    try {
      await call("changeBilling", { body: { ...change, version } });
      toast(said, { tone: "good", icon: "check" });
      await props.onReadAgain();
    } catch (error) {
      if (props.endedBy(error)) return;
      if (codeOf(error) === "billing-changed") {
        setChanged(true);
        // It stands where the button was that had the focus.
        form?.querySelector<HTMLElement>("[data-read-again]")?.focus();
      } else toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    } finally {
      setBusy(false);
    }
  }

  async function readAgain(): Promise<void> {
    setBusy(true);
    await props.onReadAgain();
    setBusy(false);
  }

  return (
    <form ref={form} class={styles.page} onSubmit={(event) => void save(event)} novalidate>
      <p class={styles.lead}>{t("lead")}</p>
      <Show when={!first || billing?.off}>
        <p class={styles.note}>
          <Icon name="bill" size={20} />
          <span>{t(first ? "off.now" : "none")}</span>
        </p>
      </Show>
      <Show when={planned}>
        {(change) => (
          <div class={styles.note}>
            <Icon name="clock" size={20} />
            <div class={styles.noteBody}>
              <p>
                <strong>{t("planned", { date: dayText(change().from) })}</strong> {t("plannedText")}
              </p>
              <Show when={billing}>
                <Button onClick={editPlanned}>{t("plannedEdit")}</Button>
              </Show>
            </div>
          </div>
        )}
      </Show>

      <TaxFields draft={draft()} onChange={setDraft} error={error} />
      <ServiceFields draft={draft()} currency={currency} onChange={change} error={error} />

      <section class={styles.card}>
        <h3 class={styles.heading}>{t("paying")}</h3>
        <fieldset class={styles.group}>
          <legend class={styles.legend}>{t("tips")}</legend>
          <p class={styles.hint}>{t("tipsHint")}</p>
          <div class={styles.tips}>
            {/* By place: what stands there changes with every key. */}
            <For each={draft().tips.map((_, place) => place)}>
              {(place) => (
                <Field
                  label={t("tip", { number: place + 1 })}
                  class={styles.number}
                  inputmode="decimal"
                  autocomplete="off"
                  maxLength={7}
                  value={draft().tips[place] ?? ""}
                  error={error(`tip.${place}`)}
                  onInput={(event) => {
                    const tip = event.currentTarget.value;
                    change({ tips: draft().tips.map((each, at) => (at === place ? tip : each)) });
                  }}
                />
              )}
            </For>
          </div>
        </fieldset>
        <Field
          label={t("cashStep", { currency })}
          hint={t("cashStepHint")}
          inputmode="decimal"
          autocomplete="off"
          maxLength={10}
          value={draft().cashStep}
          error={error("cashStep")}
          onInput={(event) => change({ cashStep: event.currentTarget.value })}
        />
        <div>
          <Checkbox checked={draft().online} onChange={(online) => change({ online })}>
            {t("online")}
          </Checkbox>
          <Show when={online !== "stripe"}>
            <p class={styles.hint}>{t(online === "none" ? "onlineNone" : "onlineDemonstration")}</p>
          </Show>
        </div>
        <div>
          <Checkbox checked={draft().hostPays} onChange={(hostPays) => change({ hostPays })}>
            {t("hostPays")}
          </Checkbox>
          <p class={styles.hint}>{t("hostPaysHint")}</p>
        </div>
        <div class={styles.group}>
          <SegmentedChoice
            label={t("rounds")}
            value={draft().rounds}
            options={(["off", "offered", "required"] as const).map((value) => ({
              value,
              label: t(`rounds.${value}`),
            }))}
            onChange={(rounds) => change({ rounds })}
          />
          <p class={styles.hint}>{t(`rounds.${draft().rounds}Hint`)}</p>
        </div>
        <Show when={draft().online}>
          <TabFields draft={draft()} currency={currency} onChange={change} error={error} />
        </Show>
      </section>

      <section class={styles.card}>
        <h3 class={styles.heading}>{t("receipt")}</h3>
        <TextArea
          label={t("header")}
          placeholder={t("headerHint")}
          rows={4}
          maxLength={MAX_HEADER}
          value={draft().header}
          onInput={(header) => change({ header })}
        />
        <Field
          label={t("taxNumber")}
          autocomplete="off"
          maxLength={MAX_TAX_NUMBER}
          value={draft().taxNumber}
          onInput={(event) => change({ taxNumber: event.currentTarget.value })}
        />
      </section>

      <section class={styles.card}>
        <SegmentedChoice
          label={t("from")}
          value={when()}
          options={(["now", "date"] as const).map((value) => ({
            value,
            label: t(`from.${value}`),
          }))}
          onChange={setWhen}
        />
        <Show when={when() === "date"}>
          <Field
            label={t("date")}
            hint={t("dateHint", { hour: days.dayStartsAt })}
            type="date"
            min={today}
            value={date()}
            error={tried() && dateWrong() ? t("error.dateWrong") : undefined}
            onInput={(event) => setDate(event.currentTarget.value)}
          />
        </Show>
        <div role="alert">
          <Show when={changed()}>
            <div class={`${styles.note} ${styles.bad}`}>
              <Icon name="alert" size={20} />
              <div class={styles.noteBody}>
                <p>
                  <strong>{t("changed")}</strong> {t("changedText")}
                </p>
                <Button
                  data-read-again
                  icon="refresh"
                  busy={busy()}
                  onClick={() => void readAgain()}
                >
                  {t("readAgain")}
                </Button>
              </div>
            </div>
          </Show>
        </div>
        <Show when={!changed()}>
          <Button type="submit" variant="primary" size="l" wide busy={busy()}>
            {t("save")}
          </Button>
        </Show>
      </section>
      <Show when={billing && !billing.off && !changed()}>
        <BillsElsewhere planned={planned !== null} onTurnOff={turnOff} />
      </Show>
    </form>
  );
}

function deviceDays(): DayRule {
  const { timeZone } = dateTimeFormat("en", {}).resolvedOptions();
  return { timezone: timeZone, dayStartsAt: DEFAULT_DAYS.dayStartsAt };
}
