import type { Service } from "@tureen/shared/menu/timing/rules";
import { Show } from "solid-js";
import { AvailabilitySwitch } from "./AvailabilitySwitch.tsx";
import styles from "./DishRow.module.css";
import type { Choice } from "./dishes.ts";
import { SoldOutUntil } from "./service/SoldOutUntil.tsx";

/** One choice of a dish: a switch between sold out and available, and until when. */
export function ChoiceRow(props: {
  readonly dish: string;
  readonly choice: Choice;
  readonly busy: boolean;
  readonly service: Service | undefined;
  readonly onChange: (available: boolean, until?: number | "tomorrow" | null) => void;
}) {
  return (
    <li class={styles.row} data-available={props.choice.available}>
      <div class={styles.line}>
        <p class={styles.what}>
          <span class={styles.group}>
            <bdi>{props.choice.group}</bdi>{" "}
          </span>
          <bdi class={styles.name}>{props.choice.name}</bdi>
        </p>
        <AvailabilitySwitch
          name={`${props.dish}, ${props.choice.group}: ${props.choice.name}`}
          available={props.choice.available}
          busy={props.busy}
          onToggle={() => props.onChange(!props.choice.available)}
        />
      </div>
      <Show when={!props.choice.available && props.service}>
        {(service) => (
          <SoldOutUntil
            until={props.choice.until}
            service={service()}
            busy={props.busy}
            onChange={(until) => props.onChange(false, until)}
          />
        )}
      </Show>
    </li>
  );
}
