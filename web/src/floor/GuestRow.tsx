import { seatOf } from "@tureen/shared/table/document/keys";
import { For, Show } from "solid-js";
import { locale } from "../platform/i18n/locale.ts";
import { SeatAvatar } from "../platform/ui/SeatAvatar.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { dinerName } from "../staff/words.ts";
import type { FloorDiner } from "./floor.ts";
import styles from "./GuestRow.module.css";

/** Faces that fit on a card of a phone. */
const MAX_FACES = 5;

/** Who sits at a table: a few faces and as many names as fit. */
export function GuestRow(props: { readonly diners: readonly FloorDiner[] }) {
  const { t } = staffMessages;
  const names = () =>
    new Intl.ListFormat(locale(), { style: "narrow", type: "conjunction" }).format(
      props.diners.map(dinerName),
    );
  return (
    <Show when={props.diners.length > 0} fallback={<span class={styles.names}>{t("nobody")}</span>}>
      <span class={styles.row}>
        <span class={styles.faces} aria-hidden="true">
          <For each={props.diners.slice(0, MAX_FACES)}>
            {(diner) => (
              <SeatAvatar seat={seatOf(diner.diner)} name={diner.name ?? undefined} size="s" />
            )}
          </For>
          <Show when={props.diners.length > MAX_FACES}>
            <span class={styles.rest}>+{props.diners.length - MAX_FACES}</span>
          </Show>
        </span>
        <span class={styles.names}>
          <bdi>{names()}</bdi>
        </span>
      </span>
    </Show>
  );
}
