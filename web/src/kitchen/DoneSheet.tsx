import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { previousStatus } from "@tureen/shared/orders/status";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { For, Show } from "solid-js";
import { timeLocale } from "../platform/i18n/locale.ts";
import { Icon } from "../platform/ui/Icon.tsx";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { tableName } from "../staff/words.ts";
import { stopwatch } from "./age.ts";
import { BigButton } from "./BigButton.tsx";
import styles from "./DoneSheet.module.css";
import { lineName } from "./line-name.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { Moves } from "./moves.ts";
import { Pace } from "./Pace.tsx";
import { wantedPortions } from "./wanted.ts";

/** Orders that have left the board, last first; a served one can be brought back. */
export function DoneSheet(props: {
  readonly open: boolean;
  readonly tickets: readonly Ticket[];
  readonly busy: ReadonlySet<string>;
  readonly moves: Moves;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  const { t } = kitchenMessages;
  const clock = (at: number) =>
    dateTimeFormat(timeLocale(), { hour: "numeric", minute: "2-digit" }).format(at);
  return (
    <Sheet open={props.open} onClose={props.onClose} title={t("doneTitle")} height="full">
      <Pace endedBy={props.endedBy} />
      <Show when={props.tickets.length > 0} fallback={<p class={styles.empty}>{t("doneEmpty")}</p>}>
        <ul>
          <For each={props.tickets}>
            {(ticket) => (
              <li class={styles.row}>
                <div class={styles.what}>
                  <p class={styles.ids}>
                    <bdi>{tableName(ticket.table)}</bdi>
                    <bdi class={styles.number} dir="ltr">
                      #{ticket.number}
                    </bdi>
                  </p>
                  <p class={styles.state} data-status={ticket.status}>
                    <b>{t(`status.${ticket.status}`)}</b>
                    <span class={styles.at}>
                      <Icon name="clock" size={22} />
                      {clock(ticket.statusAt)}
                    </span>
                    <span class={styles.took}>
                      {t("took", { time: stopwatch(ticket.statusAt - ticket.placedAt) })}
                    </span>
                  </p>
                  <Show when={ticket.reason}>
                    <p class={styles.reason}>{ticket.reason}</p>
                  </Show>
                  <p class={styles.lines}>
                    <For each={ticket.lines}>
                      {(line, i) => (
                        <>
                          {i() === 0 ? "" : ", "}
                          <span classList={{ [styles.gone ?? ""]: wantedPortions(line) === 0 }}>
                            {wantedPortions(line) || line.quantity}× {lineName(line)}
                          </span>
                        </>
                      )}
                    </For>
                  </p>
                </div>
                <Show when={previousStatus(ticket.status)}>
                  <BigButton
                    icon="undo"
                    class={styles.back}
                    busy={props.busy.has(ticket.orderId)}
                    onClick={() => void props.moves.back(ticket)}
                  >
                    {t("bringBack")}
                  </BigButton>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Sheet>
  );
}
