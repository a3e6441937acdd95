import { createSignal, For, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { whenText } from "../../platform/ui/when.ts";
import { AccountSheet } from "./AccountSheet.tsx";
import { AddAccount } from "./AddAccount.tsx";
import { createReading } from "./create-reading.ts";
import { teamMessages } from "./messages/messages.ts";
import { ReadingView } from "./ReadingView.tsx";
import styles from "./TeamPage.module.css";
import { type Account, personName } from "./team.ts";

/** The restaurant's accounts, each with the way to change it, and the way to a new one. */
export function AccountList(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = teamMessages;
  const reading = createReading(async () => (await call("listStaff", {})).accounts, props.endedBy);
  const [adding, setAdding] = createSignal(false);
  const [chosen, setChosen] = createSignal<string>();
  const account = () => reading.value()?.find(({ userId }) => userId === chosen());
  return (
    <div class={styles.page}>
      <div>
        <Button variant="primary" icon="plus" onClick={() => setAdding(true)}>
          {t("add")}
        </Button>
      </div>
      <ReadingView reading={reading}>
        {(accounts) => (
          <ul class={styles.list}>
            <For each={accounts()}>
              {(each) => <AccountRow account={each} onChange={() => setChosen(each.userId)} />}
            </For>
          </ul>
        )}
      </ReadingView>
      <AddAccount
        open={adding()}
        endedBy={props.endedBy}
        onClose={() => setAdding(false)}
        onMade={() => void reading.read()}
      />
      <AccountSheet
        account={account()}
        endedBy={props.endedBy}
        onClose={() => setChosen(undefined)}
        onChanged={() => reading.read()}
      />
    </div>
  );
}

function AccountRow(props: { readonly account: Account; readonly onChange: () => void }) {
  const { t } = teamMessages;
  const name = () => personName(props.account);
  return (
    <li class={styles.row} classList={{ [styles.inactive ?? ""]: !props.account.active }}>
      <div class={styles.main}>
        <p class={styles.name}>
          <bdi>{name()}</bdi>
          <Badge tone={props.account.role === "manager" ? "copper" : "neutral"}>
            {t(`role.${props.account.role}`)}
          </Badge>
          <Show when={!props.account.active}>
            <Badge tone="bad">{t("inactive")}</Badge>
          </Show>
        </p>
        <p class={styles.facts}>
          <bdi>{props.account.login}</bdi>
          <span>
            {props.account.lastSeenAt === null
              ? t("neverSeen")
              : t("lastSeen", { time: whenText(props.account.lastSeenAt) })}
          </span>
        </p>
      </div>
      <Button aria-label={t("changeLabel", { name: name() })} onClick={() => props.onChange()}>
        {t("change")}
      </Button>
    </li>
  );
}
