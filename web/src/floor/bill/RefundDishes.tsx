import { keyOf } from "@tureen/shared/bill/bill";
import { lineName } from "@tureen/shared/bill/line-name";
import { type RefundableLine, refundOfLines } from "@tureen/shared/bill/paid-lines";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { For, Show } from "solid-js";
import { portionsText } from "../../bill/portions.ts";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./RefundDishes.module.css";
import { mostPortions, type RefundDraft } from "./refund-draft.ts";

/** The dishes that a payment paid for: which of them are given back, and how many. */
export function RefundDishes(props: {
  readonly lines: readonly RefundableLine[];
  readonly draft: RefundDraft;
  readonly view: SessionView;
  readonly currency: string;
}) {
  const { t } = floorBillMessages;
  const keys = () => props.lines.map(keyOf);
  const lineOf = (key: string) => props.lines.find((line) => keyOf(line) === key);
  /** What is chosen of it, or all of it before anything is. */
  const partsOf = (line: RefundableLine) => {
    const portions = props.draft.portionsOf(line) || mostPortions(line);
    return Math.min(portions * PORTION, lengthOf(line.left));
  };
  const worthOf = (line: RefundableLine) =>
    refundOfLines([line], [{ order: line.order, line: line.line, parts: partsOf(line) }])?.amount;
  return (
    <ul class={styles.dishes}>
      {/* By key, so that a row keeps its focus when the bill is read again. */}
      <For each={keys()}>
        {(key) => (
          <Show when={lineOf(key)}>
            {(line) => (
              <li>
                <Checkbox
                  checked={props.draft.portionsOf(line()) > 0}
                  onChange={(wanted) =>
                    props.draft.setPortions(line(), wanted ? mostPortions(line()) : 0)
                  }
                >
                  <span class={styles.row}>
                    <span class={styles.name} dir="auto">
                      {portionsText(partsOf(line()))}× {lineName(props.view, line())}
                    </span>
                    <Money minor={worthOf(line()) ?? 0} currency={props.currency} />
                  </span>
                </Checkbox>
                <Show when={props.draft.portionsOf(line()) > 0 && mostPortions(line()) > 1}>
                  <div class={styles.count}>
                    <span aria-hidden="true">{t("portions")}</span>
                    <Stepper
                      value={props.draft.portionsOf(line())}
                      min={1}
                      max={mostPortions(line())}
                      onChange={(portions) => props.draft.setPortions(line(), portions)}
                      label={t("portions")}
                      decreaseLabel={t("fewer")}
                      increaseLabel={t("more")}
                    />
                  </div>
                </Show>
              </li>
            )}
          </Show>
        )}
      </For>
    </ul>
  );
}
