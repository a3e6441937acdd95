import type { Answer } from "@tureen/shared/endpoints";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { ApiError, call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Money } from "../../platform/ui/Money.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { tableName } from "../../staff/words.ts";
import styles from "./LostList.module.css";
import { floorBillMessages } from "./messages/messages.ts";

type Finding = Answer<"readLost">["findings"][number];

/**
 * Orders and payments that a restore of the database took away, as phones and the payment provider know them,
 * until somebody says that they are dealt with. Read with each change of the floor.
 */
export function LostList(props: {
  readonly changes: unknown;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = floorBillMessages;
  const [findings, setFindings] = createSignal<readonly Finding[]>([]);

  async function read() {
    try {
      setFindings((await call("readLost", {})).findings);
    } catch (error) {
      // The floor itself says when there is no connection.
      props.endedBy(error);
    }
  }
  createEffect(
    on(
      () => props.changes,
      () => void read(),
    ),
  );

  async function settle({ id }: Finding) {
    try {
      await call("settleLost", { params: { findingId: id }, body: {} });
      setFindings((before) => before.filter((each) => each.id !== id));
    } catch (error) {
      if (props.endedBy(error)) return;
      const code = error instanceof ApiError ? error.code : "internal";
      toast(errorSentence(code), { tone: "bad", icon: "alert" });
    }
  }

  const what = ({ kind, number, status }: Finding) => {
    if (kind === "order") {
      return number === null ? t("lostAsked") : t("lostOrder", { number: String(number) });
    }
    return status === "captured" ? t("lostPaid") : t("lostReserved");
  };

  return (
    <Show when={findings().length > 0}>
      <section class={styles.lost}>
        <h2 class={styles.title}>{t("lost")}</h2>
        <p>{t("lostText")}</p>
        <ul>
          <For each={findings()}>
            {(finding) => (
              <li class={styles.row}>
                <span class={styles.words}>
                  <span class={styles.name}>
                    <Show when={finding.table}>
                      {(table) => <bdi>{tableName(table())} · </bdi>}
                    </Show>
                    {what(finding)}
                  </span>
                  <For each={finding.dishes}>
                    {({ name, quantity }) => (
                      <span>
                        {quantity}× <bdi>{name ?? t("lostDish")}</bdi>
                      </span>
                    )}
                  </For>
                  <span class={styles.by}>
                    {t(finding.by === "provider" ? "lostByProvider" : "lostByPhone")}
                  </span>
                </span>
                <strong>
                  <Money minor={finding.amount} currency={finding.currency} />
                </strong>
                <Button onClick={() => void settle(finding)}>{t("lostDone")}</Button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
