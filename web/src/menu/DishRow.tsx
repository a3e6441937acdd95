import type { Service } from "@tureen/shared/menu/timing/rules";
import { createSignal, Index, Show } from "solid-js";
import { Badge } from "../platform/ui/Badge.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { AvailabilitySwitch } from "./AvailabilitySwitch.tsx";
import { ChoiceRow } from "./ChoiceRow.tsx";
import styles from "./DishRow.module.css";
import type { Choice, Dish } from "./dishes.ts";
import { PortionsForm } from "./PortionsForm.tsx";
import { SoldOutUntil } from "./service/SoldOutUntil.tsx";

/** One dish: a switch between sold out and available, and its choices and portions on request. */
export function DishRow(props: {
  readonly dish: Dish;
  readonly busy: boolean;
  /** When the restaurant takes orders; older servers do not say. */
  readonly service: Service | undefined;
  readonly onChange: (
    available: boolean,
    stock: number | null,
    until?: number | "tomorrow" | null,
  ) => void;
  readonly onChoice: (
    choice: Choice,
    available: boolean,
    until?: number | "tomorrow" | null,
  ) => void;
}) {
  const { t } = staffMessages;
  const [choosing, setChoosing] = createSignal(false);
  const choicesOut = () => props.dish.choices.filter((choice) => !choice.available).length;
  const [counting, setCounting] = createSignal(false);

  function toggle(): void {
    const { available, stock } = props.dish;
    // Whoever makes a dish available again that had run out no longer knows the count.
    props.onChange(!available, stock === 0 ? null : stock);
  }

  return (
    <li class={styles.row} data-available={props.dish.available}>
      <div class={styles.line}>
        <div class={styles.what}>
          <p class={styles.name}>
            <Show when={props.dish.code}>
              <span class={styles.code}>{props.dish.code} </span>
            </Show>
            <bdi>{props.dish.name}</bdi>
          </p>
          <button
            type="button"
            class={styles.count}
            aria-expanded={counting()}
            aria-label={t("countLabel", { dish: props.dish.name })}
            onClick={() => setCounting((on) => !on)}
          >
            <Show when={props.dish.stock !== null} fallback={t("count")}>
              <Badge tone={props.dish.available ? "info" : "neutral"}>
                {t("left", { count: props.dish.stock ?? 0 })}
              </Badge>
            </Show>
          </button>
          <Show when={props.dish.choices.length > 0}>
            <button
              type="button"
              class={styles.count}
              aria-expanded={choosing()}
              aria-label={t("choicesLabel", { dish: props.dish.name })}
              onClick={() => setChoosing((on) => !on)}
            >
              <Show when={choicesOut() > 0} fallback={t("choices")}>
                <Badge tone="warn">{t("choicesOut", { count: choicesOut() })}</Badge>
              </Show>
            </button>
          </Show>
        </div>
        <AvailabilitySwitch
          name={props.dish.name}
          available={props.dish.available}
          busy={props.busy}
          onToggle={toggle}
        />
      </div>
      <Show when={!props.dish.available && props.dish.stock !== 0 && props.service}>
        {(service) => (
          <SoldOutUntil
            until={props.dish.until}
            service={service()}
            busy={props.busy}
            onChange={(until) => props.onChange(false, props.dish.stock, until)}
          />
        )}
      </Show>
      <Show when={choosing()}>
        <ul class={styles.choices} aria-label={t("choicesLabel", { dish: props.dish.name })}>
          <Index each={props.dish.choices}>
            {(choice) => (
              <ChoiceRow
                dish={props.dish.name}
                choice={choice()}
                busy={props.busy}
                service={props.service}
                onChange={(available, until) => props.onChoice(choice(), available, until)}
              />
            )}
          </Index>
        </ul>
      </Show>
      <Show when={counting()}>
        <PortionsForm
          stock={props.dish.stock}
          onSave={(stock) => {
            setCounting(false);
            props.onChange(stock === null ? props.dish.available : stock > 0, stock);
          }}
        />
      </Show>
    </li>
  );
}
