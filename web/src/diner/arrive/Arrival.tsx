import { createResource, createSignal, Match, onMount, Show, Switch } from "solid-js";
import { call, codeOf } from "../../api.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { errorSentence } from "../../ui/errors.ts";
import { LanguageSwitcher } from "../../ui/LanguageSwitcher.tsx";
import { Mark } from "../../ui/Mark.tsx";
import { uiMessages } from "../../ui/messages/messages.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { MenuStore } from "../model/menu-store.ts";
import type { Seat } from "../model/seat.ts";
import styles from "./Arrival.module.css";
import { ArrivalForm } from "./ArrivalForm.tsx";
import { BrowseMenu } from "./BrowseMenu.tsx";
import { type Invitation, takeInvitation } from "./pin.ts";

/** The first screen after a scan: whose restaurant this is, which table, and the way in. */
export function Arrival(props: {
  readonly code: string;
  readonly menu: MenuStore;
  readonly onSeated: (seat: Seat) => void;
}) {
  const { t } = dinerMessages;
  const [table, { refetch }] = createResource(() =>
    call("readTable", { params: { code: props.code } }),
  );
  const [browsing, setBrowsing] = createSignal(false);
  const [invitation, setInvitation] = createSignal<Invitation>({ pin: "", key: "" });
  onMount(() => setInvitation(takeInvitation()));

  return (
    <Switch>
      <Match when={table.error}>
        {(error) => (
          <main class={styles.page}>
            <EmptyState title={errorSentence(codeOf(error()))}>
              <Button variant="primary" onClick={() => void refetch()}>
                {uiMessages.t("retry")}
              </Button>
            </EmptyState>
          </main>
        )}
      </Match>
      <Match when={table.loading && !table.latest}>
        <main class={styles.page}>
          <Skeleton lines={4} />
        </main>
      </Match>
      <Match when={table.latest}>
        {(info) => (
          <Show
            when={!browsing()}
            fallback={
              <BrowseMenu info={info()} menu={props.menu} onBack={() => setBrowsing(false)} />
            }
          >
            <main class={styles.page}>
              <div class={styles.language}>
                <LanguageSwitcher />
              </div>
              <header class={styles.header}>
                <span class={styles.mark}>
                  <Mark size={56} />
                </span>
                <h1 class={styles.name}>{info().restaurant.name}</h1>
                <p class={styles.table}>{t("table", { table: info().table })}</p>
              </header>
              <ArrivalForm
                code={props.code}
                info={info()}
                invitation={invitation()}
                onInvitationOver={() => setInvitation({ pin: "", key: "" })}
                onSeated={props.onSeated}
                onOutdated={() => void refetch()}
              />
              <Button variant="quiet" wide onClick={() => setBrowsing(true)}>
                {t("lookFirst")}
              </Button>
            </main>
          </Show>
        )}
      </Match>
    </Switch>
  );
}
