import { For, Show } from "solid-js";
import { Badge } from "../platform/ui/Badge.tsx";
import { Icon } from "../platform/ui/Icon.tsx";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import { durationText, tableName } from "../staff/words.ts";
import { BalanceBadge } from "./bill/BalanceBadge.tsx";
import type { UnpaidTable } from "./bill/unpaid.ts";
import {
  EXPIRING_MS,
  type FloorSession,
  type FloorTable,
  openOrderCounts,
  presentDiners,
  spokenPin,
} from "./floor.ts";
import { GuestRow } from "./GuestRow.tsx";
import styles from "./TableCard.module.css";

const TONES = { ready: "good", preparing: "warn", accepted: "info", placed: "copper" } as const;

/** A table at a glance; tapping it shows everything about it. */
export function TableCard(props: {
  readonly table: FloorTable;
  readonly bill: UnpaidTable | undefined;
  readonly currency: string;
  readonly now: number;
  readonly onChoose: () => void;
}) {
  const { t } = staffMessages;
  return (
    <button
      type="button"
      class={styles.card}
      data-state={props.table.session ? "open" : "free"}
      onClick={() => props.onChoose()}
    >
      <span class={styles.head}>
        <span class="visually-hidden">{tableName(props.table.label)}</span>
        <span class={styles.label} aria-hidden="true">
          <bdi>{props.table.label}</bdi>
        </span>
        <Show when={props.table.session} fallback={<span class={styles.free}>{t("free")}</span>}>
          {(session) => <Calls session={session()} />}
        </Show>
      </span>
      <Show when={props.table.session}>
        {(session) => (
          <>
            <span class={styles.pin}>
              <span class={styles.pinWord}>{t("pin")}</span>
              <span class={styles.digits} dir="ltr">
                {spokenPin(session().pin)}
              </span>
            </span>
            <GuestRow diners={presentDiners(session())} />
            <Show when={openOrderCounts(session()).length > 0}>
              <span class={styles.orders}>
                <For each={openOrderCounts(session())}>
                  {([status, count]) => (
                    <Badge tone={TONES[status as keyof typeof TONES] ?? "neutral"}>
                      {count}× {uiMessages.t(`status.${status}`)}
                    </Badge>
                  )}
                </For>
              </span>
            </Show>
            <Show when={(props.bill?.paid ?? 0) > 0 && props.bill}>
              {(bill) => (
                <span class={styles.orders}>
                  <BalanceBadge of={bill()} currency={props.currency} />
                </span>
              )}
            </Show>
            <span class={styles.times}>
              <span>{t("since", { time: durationText(props.now - session().openedAt) })}</span>
              <Expiry session={session()} now={props.now} />
            </span>
          </>
        )}
      </Show>
    </button>
  );
}

function Calls(props: { readonly session: FloorSession }) {
  const has = (call: "waiter" | "bill") =>
    presentDiners(props.session).some((diner) => diner.call === call);
  return (
    <span class={styles.calls}>
      <Show when={has("waiter")}>
        <span class={styles.call}>
          <Icon name="bell" size={20} />
          <span class="visually-hidden">{staffMessages.t("need.waiter")}</span>
        </span>
      </Show>
      <Show when={has("bill")}>
        <span class={styles.call}>
          <Icon name="bill" size={20} />
          <span class="visually-hidden">{staffMessages.t("need.bill")}</span>
        </span>
      </Show>
    </span>
  );
}

function Expiry(props: { readonly session: FloorSession; readonly now: number }) {
  const left = () => props.session.expiresAt - props.now;
  return (
    <span classList={{ [styles.soon ?? ""]: left() < EXPIRING_MS }}>
      {left() < 60_000
        ? staffMessages.t("closesSoon")
        : staffMessages.t("closesIn", { time: durationText(left()) })}
    </span>
  );
}
