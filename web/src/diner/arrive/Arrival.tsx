import type { Answer } from "@tureen/shared/endpoints";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { createEffect, createResource, createSignal, Match, onMount, Show, Switch } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { LanguageSwitcher } from "../../platform/ui/LanguageSwitcher.tsx";
import { Mark } from "../../platform/ui/Mark.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { type Seat, seatFromAddress } from "../model/seat.ts";
import styles from "./Arrival.module.css";
import { ArrivalForm } from "./ArrivalForm.tsx";
import { BrowseMenu } from "./BrowseMenu.tsx";
import { NO_INVITATION, takeInvitation } from "./pin.ts";

/** The first screen after a scan: whose restaurant this is, which table, and the way in. */
export function Arrival(props: {
  readonly code: string;
  readonly menu: MenuStore;
  readonly onSeated: (seat: Seat) => void;
}) {
  const { t } = dinerMessages;
  const ask = createAsking();
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  const [table, { refetch }] = createResource(async () => {
    try {
      return await ask(() => call("readTable", { params: { code: props.code } }), {
        settles: (code) => settles("table", code),
        onFailure: setFailure,
      });
    } finally {
      setFailure(undefined);
    }
  });
  /** Why there is nothing to show; the form stays while the table is read again. */
  const failed = () => (table.error ? codeOf(table.error) : !table.latest && failure());
  const [browsing, setBrowsing] = createSignal(false);
  const [invitation, setInvitation] = createSignal(NO_INVITATION);
  onMount(() => setInvitation(takeInvitation()));
  createEffect(() => {
    // A resource that has failed throws when it is read.
    const info = table.error ? undefined : table.latest;
    if (info && invitation().seat) void comeBack(info, invitation().seat);
  });

  /** Back to a seat that this diner has already. */
  async function comeBack(info: Answer<"readTable">, seat: string) {
    try {
      const asked = () => seatFromAddress(props.code, info, seat);
      props.onSeated(await ask(asked, { settles: (code) => settles("seat", code) }));
    } catch {
      toast(t("seatOver"), { tone: "bad", icon: "alert" });
      setInvitation(NO_INVITATION);
    }
  }

  return (
    <Switch>
      <Match when={failed()}>
        {(code) => (
          <main class={styles.page}>
            <EmptyState title={errorSentence(code())}>
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
          <>
            <Show when={browsing()}>
              <BrowseMenu info={info()} menu={props.menu} onBack={() => setBrowsing(false)} />
            </Show>
            {/* Only hidden meanwhile: what was typed is still there after a look at the menu. */}
            <main class={styles.page} hidden={browsing()}>
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
                onInvitationOver={() => setInvitation(NO_INVITATION)}
                onSeated={props.onSeated}
                onOutdated={() => void refetch()}
              />
              <Button variant="quiet" wide onClick={() => setBrowsing(true)}>
                {t("lookFirst")}
              </Button>
            </main>
          </>
        )}
      </Match>
    </Switch>
  );
}
