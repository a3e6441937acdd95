import { dueBeforeOrder } from "@tureen/shared/bill/rounds";
import { translated } from "@tureen/shared/menu/menu";
import type { LineRejection, Receipt } from "@tureen/shared/table/document/types";
import { createMemo, For, Show } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import type { ConfirmInfo } from "../../orders/confirms.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { useTable } from "./context.ts";
import styles from "./RejectionCard.module.css";
import { RoundNotice } from "./RoundNotice.tsx";

/** Why nothing was sent, line by line, each with its next step. */
export function RejectionCard(props: {
  readonly info: ConfirmInfo;
  readonly receipt: Extract<Receipt, { ok: false }>;
  readonly onDismiss: () => void;
}) {
  const { t } = dinerMessages;
  const table = useTable();
  const { session, entries } = table;
  const due = createMemo(() => dueBeforeOrder(session.view()));
  const entryOf = (lineId: string) => entries().find((entry) => entry.id === lineId);

  function nameOf(lineId: string): string {
    const line = session.view().lines[lineId];
    const item = line && table.index().items.get(line.item);
    return item ? translated(item, menuLanguage()) : t("unknownDish");
  }

  function reason(line: LineRejection): string {
    switch (line.code) {
      case "withdrawn":
        return t("rejected.withdrawn", { count: line.left });
      case "already-ordered":
        return t("rejected.already-ordered", { count: line.left });
      case "price-changed":
        return t("rejected.price-changed", {
          seen: moneyText(line.seen, table.currency()),
          now: moneyText(line.now, table.currency()),
        });
      case "sold-out":
        return line.left > 0
          ? t("rejected.few-left", { count: line.left })
          : t("rejected.sold-out");
      case "not-served":
        return t("rejected.not-served");
      case "off-menu":
      case "options-changed":
        return t(hasNewName(line) ? "rejected.renamed" : `rejected.${line.code}`);
    }
  }

  /** What was confirmed is gone, but what the line means is there: under another name. */
  function hasNewName(line: LineRejection): boolean {
    const entry = entryOf(line.line);
    return entry?.item !== undefined && entry.problem !== line.code;
  }

  /** Portions to take out so that the rest can be ordered; 0 when nothing has to go. */
  function surplus(line: LineRejection): number {
    const quantity = entryOf(line.line)?.quantity ?? 0;
    switch (line.code) {
      case "sold-out":
        return Math.max(0, quantity - line.left);
      case "not-served":
        return quantity;
      case "off-menu":
      case "options-changed":
        return hasNewName(line) ? 0 : quantity;
      default:
        return 0;
    }
  }

  function sendAgain() {
    // What was meant, as far as it is still in the cart.
    table.review({
      kind: "lines",
      ids: new Set(props.info.confirm.lines.map((line) => line.line)),
    });
    props.onDismiss();
  }

  const somethingLeft = () => props.info.confirm.lines.some((line) => entryOf(line.line));

  return (
    <article class={styles.card} role="alert">
      <h3 class={styles.title}>
        <Icon name="alert" size={20} />
        {t("notSent")}
      </h3>
      <p class={styles.lead}>
        {t(props.receipt.code === "lines" ? "rejected.lines" : `rejected.${props.receipt.code}`)}
      </p>
      <RoundNotice due={props.receipt.code === "round-unpaid" ? due() : 0} />
      <ul class={styles.lines}>
        <For each={props.receipt.lines}>
          {(line) => (
            <li class={styles.line}>
              <span>
                <strong dir="auto">{nameOf(line.line)}</strong>
                <br />
                {reason(line)}
              </span>
              <Show when={surplus(line) > 0}>
                <Button onClick={() => void session.tap(line.line, -surplus(line))}>
                  {line.code === "sold-out" && line.left > 0
                    ? t("reduceTo", { count: line.left })
                    : t("takeOut")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <div class={styles.actions}>
        <Button variant="quiet" onClick={() => props.onDismiss()}>
          {t("dismiss")}
        </Button>
        <Show when={somethingLeft()}>
          <Button variant="primary" onClick={sendAgain}>
            {props.receipt.code === "too-old" ? t("sendAgain") : t("reviewAgain")}
          </Button>
        </Show>
      </div>
    </article>
  );
}
