import { For, type JSX, Show } from "solid-js";
import { Person } from "../../bill/Person.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import type { DinerBill } from "./bill-context.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./PayShares.module.css";
import type { PayDraft } from "./pay-choice.ts";

/** Whose shares are paid: one's own, friends' too, and what nobody has taken. */
export function PayShares(props: { readonly bill: DinerBill; readonly draft: PayDraft }) {
  const { t } = payMessages;
  const { me } = props.bill.people;
  const currency = () => props.bill.bill().currency;
  const owes = (diner: string) =>
    props.bill.shares().diners.find((each) => each.diner === diner)?.owes ?? 0;
  const friends = () =>
    props.bill
      .shares()
      .diners.filter(({ diner, owes }) => diner !== me && owes > 0)
      .map(({ diner }) => diner);
  /** What is paid here and others have taken too: said before anybody pays. */
  const contested = () =>
    props.bill
      .shares()
      .lines.filter(
        ({ contested, shares }) =>
          contested && shares.some(({ diner }) => props.draft.of().has(diner)),
      )
      .map(({ line, shares }) =>
        t("contestedPay", {
          dish: props.bill.nameOf(line),
          names: [...new Set(shares.map(({ of }) => props.bill.people.nameOf(of)))].join(", "),
        }),
      );
  const row = (text: () => JSX.Element, minor: () => number) => (
    <span class={styles.row}>
      <span class={styles.who}>{text()}</span>
      <Show when={minor() > 0} fallback={<span class={styles.none}>{t("nothingOpen")}</span>}>
        <Money minor={minor()} currency={currency()} />
      </Show>
    </span>
  );
  return (
    <div>
      <Checkbox
        checked={props.draft.of().has(me) && owes(me) > 0}
        disabled={owes(me) === 0}
        onChange={(wanted) => props.draft.toggle(me, wanted)}
      >
        {row(
          () => t("mine"),
          () => owes(me),
        )}
      </Checkbox>
      <For each={friends()}>
        {(diner) => (
          <Checkbox
            checked={props.draft.of().has(diner)}
            onChange={(wanted) => props.draft.toggle(diner, wanted)}
          >
            {row(
              () => (
                <>
                  <Person diner={diner} people={props.bill.people} />
                  <span>{t("for", { name: props.bill.people.nameOf(diner) })}</span>
                </>
              ),
              () => owes(diner),
            )}
          </Checkbox>
        )}
      </For>
      <Show when={props.bill.shares().unclaimed > 0}>
        <Checkbox
          checked={props.draft.unclaimed()}
          onChange={(wanted) => props.draft.setUnclaimed(wanted)}
        >
          {row(
            () => t("nobodysToo"),
            () => props.bill.shares().unclaimed,
          )}
        </Checkbox>
      </Show>
      <For each={contested()}>
        {(text) => (
          <p class={styles.contested}>
            <Icon name="people" size={20} />
            {text}
          </p>
        )}
      </For>
    </div>
  );
}
