import { Show } from "solid-js";
import styles from "./SeatAvatar.module.css";
import { initialOf, seatColour } from "./seat.ts";

export interface SeatAvatarProps {
  /** Seat number within the session, from 1. */
  readonly seat: number;
  /** Index into the palette (from 0), as the session document says it; default: by seat. */
  readonly colour?: number;
  readonly name: string | undefined;
  readonly size?: "s" | "m" | "l";
  /** Name it aloud; leave out where the name stands beside it. */
  readonly label?: string;
  readonly away?: boolean;
}

/** A diner as a disc: their seat's colour and their initial (or seat number), never colour alone. */
export function SeatAvatar(props: SeatAvatarProps) {
  return (
    <span
      class={`${styles.avatar} ${styles[props.size ?? "m"]}`}
      classList={{ [styles.away ?? ""]: props.away === true }}
      style={{ "--seat": seatColour(props.colour ?? props.seat - 1) }}
      title={props.name}
    >
      <span aria-hidden="true">{initialOf(props.name, props.seat)}</span>
      <Show when={props.label}>
        <span class="visually-hidden">{props.label}</span>
      </Show>
    </span>
  );
}
