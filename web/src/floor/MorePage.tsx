import { A } from "@solidjs/router";
import type { Body } from "@tureen/shared/endpoints";
import { createSignal, Show } from "solid-js";
import { serviceMessages } from "../menu/service/messages/messages.ts";
import { call, codeOf } from "../platform/live/api.ts";
import { Button } from "../platform/ui/Button.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { Icon } from "../platform/ui/Icon.tsx";
import { LanguageSwitcher } from "../platform/ui/LanguageSwitcher.tsx";
import { toast } from "../platform/ui/toasts.ts";
import { billingMessages } from "../staff/billing/messages/messages.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import type { StaffMember, StaffSession } from "../staff/staff-session.ts";
import { teamMessages } from "../staff/team/messages/messages.ts";
import { DaysSetting } from "./DaysSetting.tsx";
import { dayMessages } from "./day/messages/messages.ts";
import styles from "./MorePage.module.css";
import { OpeningSetting } from "./OpeningSetting.tsx";
import { OrderExport } from "./OrderExport.tsx";
import { PrintAll } from "./PrintAll.tsx";
import { PublicMenuSetting } from "./PublicMenuSetting.tsx";

/** Settings, printing, the way to the kitchen, language and signing out. */
export function MorePage(props: { readonly session: StaffSession; readonly member: StaffMember }) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);

  async function signOut(): Promise<void> {
    setBusy(true);
    try {
      await props.session.signOut();
    } catch (error) {
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    } finally {
      setBusy(false);
    }
  }

  const change = (body: Body<"changeSettings">, then: Partial<StaffMember>) =>
    changed(() => call("changeSettings", { body }), then);

  async function changed(save: () => Promise<unknown>, then: Partial<StaffMember>): Promise<void> {
    try {
      await save();
      props.session.signedIn({ ...props.member, ...then });
      toast(t("saved"), { tone: "good", icon: "check" });
    } catch (error) {
      if (props.session.endedBy(error)) return;
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    }
  }

  return (
    <div class={styles.page}>
      <Show when={props.member.role === "manager"}>
        <section class={styles.card}>
          <h2 class={styles.title}>{t("settings")}</h2>
          <OpeningSetting
            value={props.member.opening}
            onChange={(opening) => change({ opening }, { opening })}
          />
          <Show when={props.member.days}>
            {(days) => <DaysSetting value={days()} onChange={(days) => change(days, { days })} />}
          </Show>
          <Show when={props.member.publicMenu !== undefined}>
            <PublicMenuSetting
              value={props.member.publicMenu === true}
              onChange={(shown) =>
                changed(() => call("setPublicMenu", { body: { shown } }), { publicMenu: shown })
              }
            />
          </Show>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{serviceMessages.t("hours")}</h2>
          <A class={styles.link} href="/staff/hours">
            <Icon name="clock" size={20} />
            {serviceMessages.t("toHours")}
          </A>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{t("stations")}</h2>
          <A class={styles.link} href="/staff/stations">
            <Icon name="flame" size={20} />
            {t("toStations")}
          </A>
          <A class={styles.link} href="/staff/printers">
            <Icon name="print" size={20} />
            {t("toPrinters")}
          </A>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{t("courseList")}</h2>
          <A class={styles.link} href="/staff/courses">
            <Icon name="flame" size={20} />
            {t("toCourses")}
          </A>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{billingMessages.t("title")}</h2>
          <A class={styles.link} href="/staff/billing">
            <Icon name="bill" size={20} />
            {billingMessages.t("toBilling")}
          </A>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{dayMessages.t("title")}</h2>
          <p>{dayMessages.t("lead")}</p>
          <A class={styles.link} href="/staff/day">
            <Icon name="bill" size={20} />
            {dayMessages.t("toDay")}
          </A>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{teamMessages.t("title")}</h2>
          <A class={styles.link} href="/staff/team">
            <Icon name="people" size={20} />
            {teamMessages.t("toTeam")}
          </A>
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{t("export")}</h2>
          <OrderExport days={props.member.days} endedBy={(error) => props.session.endedBy(error)} />
        </section>
        <section class={styles.card}>
          <h2 class={styles.title}>{t("replay")}</h2>
          <p>{t("replayLead")}</p>
          <A class={styles.link} href="/replay">
            <Icon name="clock" size={20} />
            {t("toReplay")}
          </A>
        </section>
      </Show>
      <Show when={props.member.role !== "kitchen"}>
        <section class={styles.card}>
          <h2 class={styles.title}>{t("qr")}</h2>
          <PrintAll
            restaurant={props.member.restaurant.name}
            endedBy={(error) => props.session.endedBy(error)}
          />
        </section>
      </Show>
      <section class={styles.card}>
        <h2 class={styles.title}>{t("account")}</h2>
        <p class={styles.who}>
          <bdi>{props.member.name}</bdi> <span>{t(`role.${props.member.role}`)}</span>
        </p>
        <div>
          <LanguageSwitcher />
        </div>
        <A class={styles.link} href="/kitchen">
          <Icon name="flame" size={20} />
          {t("toKitchen")}
        </A>
        <Button icon="leave" size="l" busy={busy()} onClick={() => void signOut()}>
          {t("signOut")}
        </Button>
      </section>
    </div>
  );
}
