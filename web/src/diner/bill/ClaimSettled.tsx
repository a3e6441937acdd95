import { type BillLine, keyOf } from "@tureen/shared/bill/bill";
import { Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import type { DinerBill } from "./bill-context.ts";
import styles from "./ClaimSheet.module.css";
import { payMessages } from "./messages/messages.ts";

/** Why nothing of a dish can be chosen: all of it is paid, or somebody is paying what was left. */
export function ClaimSettled(props: { readonly bill: DinerBill; readonly line: BillLine }) {
  const { t } = payMessages;
  const payers = () =>
    (props.bill.facts().get(keyOf(props.line))?.payers ?? []).filter(({ paid }) => !paid);
  const others = () =>
    payers().flatMap(({ diner }) =>
      diner === null || diner === props.bill.people.me ? [] : [props.bill.people.nameOf(diner)],
    );
  const who = () => {
    const count = others().length;
    const names = new Intl.ListFormat(locale()).format(others());
    if (count > 0) return t("claimReserved", { count, names });
    const isOwn = payers().some(({ diner }) => diner === props.bill.people.me);
    return t(isOwn ? "claimReservedOwn" : "claimReservedSomebody");
  };
  return (
    <Show when={payers().length > 0} fallback={<p class={styles.text}>{t("claimPaid")}</p>}>
      <div class={styles.text} role="status">
        <p>{who()}</p>
        <p>{t("claimReservedText")}</p>
      </div>
    </Show>
  );
}
