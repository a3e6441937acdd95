import { seatOf } from "@tureen/shared/table/document/keys";
import type { DinerId } from "@tureen/shared/table/document/types";
import { Show } from "solid-js";
import { SeatAvatar } from "../platform/ui/SeatAvatar.tsx";
import { billMessages } from "./messages/messages.ts";
import styles from "./Person.module.css";
import type { BillPeople } from "./people.ts";

/** Somebody of the table: their disc, and their name beside it or for those who cannot see it. */
export function Person(props: {
  readonly diner: DinerId;
  readonly people: BillPeople;
  readonly named?: boolean;
}) {
  const name = () =>
    props.diner === props.people.me ? billMessages.t("you") : props.people.nameOf(props.diner);
  return (
    <span class={styles.person} classList={{ [styles.alone ?? ""]: !props.named }}>
      <SeatAvatar
        size="s"
        seat={seatOf(props.diner)}
        colour={props.people.colourOf(props.diner)}
        name={props.people.knownName(props.diner)}
        {...(!props.named && { label: name() })}
      />
      <Show when={props.named}>
        <bdi class={styles.name}>{name()}</bdi>
      </Show>
    </span>
  );
}
