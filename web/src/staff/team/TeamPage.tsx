import { createSignal, Match, Switch } from "solid-js";
import { TabList } from "../../platform/ui/TabList.tsx";
import { SettingsHead } from "../SettingsHead.tsx";
import { AccountList } from "./AccountList.tsx";
import { ActivityList } from "./ActivityList.tsx";
import { teamMessages } from "./messages/messages.ts";
import { SignInList } from "./SignInList.tsx";
import styles from "./TeamPage.module.css";

type Tab = "accounts" | "signIns" | "activity";
const TABS: readonly Tab[] = ["accounts", "signIns", "activity"];

/** What managers see of their team: the accounts, who is signed in, and who did what. */
export function TeamPage(props: {
  readonly currency: string;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = teamMessages;
  const [tab, setTab] = createSignal<Tab>("accounts");
  return (
    <div class={styles.page}>
      <SettingsHead back={t("back")} title={t("title")} />
      <TabList
        label={t("title")}
        current={tab()}
        tabs={TABS.map((id) => ({ id, label: t(`tab.${id}`) }))}
        onChange={setTab}
      />
      <div role="tabpanel" aria-labelledby={`tab-${tab()}`}>
        <Switch>
          <Match when={tab() === "accounts"}>
            <AccountList endedBy={props.endedBy} />
          </Match>
          <Match when={tab() === "signIns"}>
            <SignInList endedBy={props.endedBy} />
          </Match>
          <Match when={tab() === "activity"}>
            <ActivityList currency={props.currency} endedBy={props.endedBy} />
          </Match>
        </Switch>
      </div>
    </div>
  );
}
