import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { createSignal, For, Show } from "solid-js";
import { Stepper } from "../platform/ui/Stepper.tsx";
import { BigButton } from "./BigButton.tsx";
import styles from "./CancelDish.module.css";
import { CancelForm } from "./CancelForm.tsx";
import { lineName } from "./line-name.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { statusOfLine } from "./progress.ts";
import { wantedPortions } from "./wanted.ts";

type Line = Ticket["lines"][number];

/** The dishes of a ticket that a cook may still take off it. */
export function dishesToCancel({ lines, status }: Ticket): Line[] {
  return lines.filter(
    (line) =>
      line.id !== undefined && wantedPortions(line) > 0 && statusOfLine(line, status) !== "served",
  );
}

/** Takes a dish, or some portions of it, off an order: which, how many, why. */
export function CancelDish(props: {
  readonly ticket: Ticket;
  readonly onCancel: (line: Line, portions: number, reason: string) => void;
  readonly onKeep: () => void;
}) {
  const { t } = kitchenMessages;
  const [line, setLine] = createSignal<Line>();
  const [portions, setPortions] = createSignal(1);
  return (
    <Show
      when={line()}
      fallback={
        <div class={styles.dishes}>
          <For each={dishesToCancel(props.ticket)}>
            {(dish) => (
              <BigButton
                onClick={() => {
                  setPortions(wantedPortions(dish));
                  setLine(dish);
                }}
              >
                {wantedPortions(dish)}× <bdi>{lineName(dish)}</bdi>
              </BigButton>
            )}
          </For>
        </div>
      }
    >
      {(dish) => (
        <>
          <div class={styles.portions}>
            <b class={styles.name}>
              <bdi>{lineName(dish())}</bdi>
            </b>
            <Stepper
              value={portions()}
              min={1}
              max={wantedPortions(dish())}
              onChange={setPortions}
              label={lineName(dish())}
              decreaseLabel={t("onePortionLess")}
              increaseLabel={t("onePortionMore")}
            />
          </div>
          <CancelForm
            label={t("cancelDish")}
            onKeep={props.onKeep}
            onCancel={(reason) => props.onCancel(dish(), portions(), reason)}
          />
        </>
      )}
    </Show>
  );
}
