import type { Answer } from "@tureen/shared/endpoints";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { createSignal, Show } from "solid-js";
import { locale, timeLocale } from "../../platform/i18n/locale.ts";
import { call, codeOf, download } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { saveFile } from "../../platform/ui/save-file.ts";
import { toast } from "../../platform/ui/toasts.ts";
import type { StaffMember } from "../../staff/staff-session.ts";
import { createReading } from "../../staff/team/create-reading.ts";
import { ReadingView } from "../../staff/team/ReadingView.tsx";
import { CloseDay } from "./CloseDay.tsx";
import { DayCloses } from "./DayCloses.tsx";
import styles from "./DayPage.module.css";
import { DayTables } from "./DayTables.tsx";
import { dayMessages } from "./messages/messages.ts";

export type Day = Answer<"readDay">;

/** One day's totals, as a page to look at and to print, and its files. */
export function DayReport(props: {
  readonly date: string;
  readonly member: StaffMember;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = dayMessages;
  const { date, member } = props;
  const reading = createReading(() => call("readDay", { params: { date } }), props.endedBy);
  const [busy, setBusy] = createSignal(false);

  async function keep(name: string, file: () => Promise<Blob>): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      saveFile(await file(), name);
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(false);
    }
  }
  const query = { from: date, to: date };

  return (
    <article class={styles.report}>
      <header class={styles.head}>
        <h3 class={styles.day}>{dateText(date)}</h3>
        <p class={styles.where}>
          <bdi>{member.restaurant.name}</bdi>
        </p>
      </header>
      <div class={styles.files}>
        <Button icon="print" onClick={() => globalThis.print?.()}>
          {t("print")}
        </Button>
        <Button
          icon="download"
          busy={busy()}
          onClick={() =>
            void keep(`day-${date}.csv`, () => download("exportDayReport", { params: { date } }))
          }
        >
          {t("reportCsv")}
        </Button>
        <Button
          icon="download"
          busy={busy()}
          onClick={() =>
            void keep(`receipts-${date}.csv`, () => download("exportDay", { params: { date } }))
          }
        >
          {t("csv")}
        </Button>
        <Button
          icon="download"
          busy={busy()}
          onClick={() =>
            void keep(`journal-${date}.csv`, () => download("exportJournal", { query }))
          }
        >
          {t("journalCsv")}
        </Button>
        <Button
          icon="download"
          busy={busy()}
          onClick={() =>
            void keep(`journal-${date}.json`, () => download("exportJournalJson", { query }))
          }
        >
          {t("journalJson")}
        </Button>
      </div>
      <ReadingView reading={reading}>
        {(day) => (
          <>
            <p class={styles.hours}>{hoursText(day(), member.days?.timezone)}</p>
            <Signing day={day()} />
            <DayTables day={day()} timezone={member.days?.timezone} />
            <DayCloses day={day()} timezone={member.days?.timezone} />
            <Show when={day().unclosed.receipts > 0}>
              <CloseDay
                date={date}
                currency={day().currency}
                after={day().closes.at(-1)?.number ?? 0}
                receipts={day().unclosed.receipts}
                open={day().open}
                dateText={dateText(date)}
                endedBy={props.endedBy}
                onClosed={() => void reading.read()}
              />
            </Show>
          </>
        )}
      </ReadingView>
    </article>
  );
}

/** What the signing device has to say. */
function Signing(props: { readonly day: Day }) {
  const { t } = dayMessages;
  return (
    <Show when={props.day.receipts > 0}>
      <div class={styles.badges}>
        <Show
          when={props.day.unsigned > 0}
          fallback={
            <Badge tone="good" icon="check">
              {t("allSigned")}
            </Badge>
          }
        >
          <Badge tone="warn" icon="clock">
            {t("unsigned", { count: props.day.unsigned })}
          </Badge>
        </Show>
      </div>
    </Show>
  );
}

/** A day written out, "Sunday, 29 November 2026". */
function dateText(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return dateTimeFormat(locale(), { dateStyle: "full", timeZone: "UTC" }).format(at);
}

/** A moment by the restaurant's clock, which may not be this device's. */
export function momentText(at: number, timeZone: string | undefined): string {
  return dateTimeFormat(timeLocale(), {
    ...{ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    ...(timeZone && { timeZone }),
  }).format(at);
}

function hoursText({ from, to }: Day, timeZone: string | undefined): string {
  return dayMessages.t("hours", {
    from: momentText(from, timeZone),
    to: momentText(to, timeZone),
  });
}
