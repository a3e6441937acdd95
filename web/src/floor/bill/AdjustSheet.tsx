import { keyOf } from "@tureen/shared/bill/bill";
import type { Adjusting } from "@tureen/shared/bill/endpoints";
import { MAX_CHARGE_NAME } from "@tureen/shared/table/document/roots/entries";
import { createSignal, Match, Show, Switch } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { locale } from "../../platform/i18n/locale.ts";
import { randomUuid } from "../../platform/random-uuid.ts";
import { amountText } from "../../platform/ui/amount-text.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import styles from "./AdjustSheet.module.css";
import { type Adjusted, voidablePortions } from "./adjustment.ts";
import { adjustmentTitle, otherMode } from "./adjustment-title.ts";
import type { BillActions } from "./bill-actions.ts";
import { DiscountFields } from "./DiscountFields.tsx";
import { entryText } from "./entry-text.ts";
import { floorBillMessages } from "./messages/messages.ts";
import { ReasonField } from "./ReasonField.tsx";
import type { TableBill } from "./table-bill.ts";

/** One change of a bill: its details, why, and the button that makes it. */
export function AdjustSheet(props: {
  readonly about: Adjusted;
  /** The dish; none: the whole bill. */
  readonly dish: string | undefined;
  readonly bill: TableBill;
  readonly actions: BillActions;
  readonly onClose: () => void;
}) {
  const { t } = floorBillMessages;
  const once = randomUuid();
  const bill = () => props.bill.bill();
  const [reason, setReason] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [portions, setPortions] = createSignal(1);
  const [off, setOff] = createSignal<{ percent: number } | { amount: number }>();
  const [name, setName] = createSignal("");
  const [amount, setAmount] = createSignal<number | null>(
    props.about.kind === "write-off" ? bill().free : null,
  );
  const [category, setCategory] = createSignal(bill().terms.category);
  const voidable = () => {
    const { on } = props.about;
    const line = on && bill().lines.find((each) => keyOf(each) === keyOf(on));
    return line ? voidablePortions(line) : 0;
  };
  const categories = () =>
    Object.entries(bill().terms.categories).map(([value, { name }]) => ({ value, label: name }));
  const undone = () => {
    const { entry } = props.about;
    return entry === undefined ? undefined : props.bill.view().entries[entry]?.what;
  };

  /** What is asked of the server; undefined while something is missing. */
  function what(): Adjusting | undefined {
    const { kind, on, entry } = props.about;
    switch (kind) {
      case "void":
        return on ? { kind, on: refOf(on), portions: portions() } : undefined;
      case "discount": {
        const much = off();
        return much && { kind, on: on && refOf(on), off: much };
      }
      case "comp":
        return { kind, on: on && refOf(on) };
      case "charge": {
        const much = amount();
        return name().trim() && much
          ? { kind, name: name().trim(), amount: much, category: category() }
          : undefined;
      }
      case "service-off":
        return { kind };
      case "service-mode":
        return { kind, mode: otherMode(bill()) };
      case "write-off": {
        const much = amount();
        return much ? { kind, amount: much } : undefined;
      }
      case "reversal":
        return entry === undefined ? undefined : { kind, entry };
    }
  }

  async function apply(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const wanted = what();
    if (!wanted || reason().trim() === "" || busy()) return;
    setBusy(true);
    const worked = await props.actions.adjust(once, wanted, reason().trim());
    setBusy(false);
    if (worked) props.onClose();
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={adjustmentTitle(props.about.kind, props.about.on === null, bill())}
    >
      <form class={styles.form} onSubmit={(event) => void apply(event)}>
        <Show when={props.dish}>{(dish) => <p class={styles.dish}>{dish()}</p>}</Show>
        <Switch>
          <Match when={props.about.kind === "void"}>
            <div class={styles.count}>
              <span aria-hidden="true">{t("portions")}</span>
              <Stepper
                value={portions()}
                min={1}
                max={Math.max(1, voidable())}
                onChange={setPortions}
                label={t("portions")}
                decreaseLabel={t("fewer")}
                increaseLabel={t("more")}
              />
            </div>
          </Match>
          <Match when={props.about.kind === "discount"}>
            <DiscountFields currency={bill().currency} onOff={setOff} />
          </Match>
          <Match when={props.about.kind === "charge"}>
            <Field
              label={t("name")}
              required
              maxLength={MAX_CHARGE_NAME}
              autocomplete="off"
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <AmountField label={t("amount")} currency={bill().currency} onAmount={setAmount} />
            <Show when={categories().length > 1}>
              <SegmentedChoice
                label={t("category")}
                value={category()}
                options={categories()}
                onChange={setCategory}
              />
            </Show>
          </Match>
          <Match when={props.about.kind === "write-off"}>
            <AmountField
              label={t("amount")}
              currency={bill().currency}
              start={amountText(bill().free, bill().currency, locale())}
              onAmount={setAmount}
            />
          </Match>
          <Match when={undone()}>
            {(entry) => <p class={styles.dish}>{entryText(entry(), props.bill.view())}</p>}
          </Match>
        </Switch>
        <ReasonField of={props.about.kind} value={reason()} onChange={setReason} />
        <Button
          type="submit"
          variant="primary"
          size="l"
          wide
          busy={busy()}
          disabled={!what() || reason().trim() === ""}
        >
          {t("apply")}
        </Button>
      </form>
    </Sheet>
  );
}

/** Without what else a line of the bill holds: the server takes nothing that it does not know. */
function refOf({ order, line }: { readonly order: string; readonly line: string }) {
  return { order, line };
}
