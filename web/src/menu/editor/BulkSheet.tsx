import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { minorDigits } from "@tureen/shared/platform/currencies";
import { createMemo, createSignal, For, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { amountText, parseAmount } from "../../platform/ui/amount-text.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "./BulkSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import { bulkEdits, newPrices } from "./model/bulk.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { roundingSteps } from "./model/rounding.ts";

type Scope = "found" | "section" | "menu";

/** Many prices at once, with every new price before it is one. */
export function BulkSheet(props: {
  readonly session: DraftSession;
  readonly currency: string;
  /** The section that is shown. */
  readonly section: DraftSection | undefined;
  /** Dishes that were searched for; undefined without a search. */
  readonly found: readonly DraftDish[] | undefined;
  readonly onClose: () => void;
}) {
  const { t } = editorMessages;
  const [scope, setScope] = createSignal<Scope>(props.found ? "found" : "section");
  const [kind, setKind] = createSignal<"percent" | "amount">("percent");
  const [by, setBy] = createSignal("");
  const whole = 10 ** minorDigits(props.currency);
  /** To whole steps, and to endings of .90 and .99. */
  const roundings = [
    ...roundingSteps(props.currency).map((step) => ({ step, less: 0 })),
    ...(whole === 1 ? [] : [10, 100].map((part) => ({ step: whole, less: whole / part }))),
  ].filter(({ less }) => Number.isInteger(less));
  const [rounding, setRounding] = createSignal(0);
  const scopes = (): { readonly value: Scope; readonly label: string }[] => [
    ...(props.found
      ? [{ value: "found" as const, label: t("bulk.found", { count: props.found.length }) }]
      : []),
    ...(props.section ? [{ value: "section" as const, label: props.section.name }] : []),
    { value: "menu", label: t("bulk.menu") },
  ];
  const dishes = createMemo((): readonly DraftDish[] => {
    if (scope() === "found") return props.found ?? [];
    if (scope() === "section") return props.section?.items ?? [];
    return props.session.draft.categories.flatMap((section) => section.items);
  });
  /** Percent or minor units; undefined for what is neither. */
  const amount = createMemo((): number | undefined => {
    const typed = by().trim().replace(/^−/, "-");
    if (!typed) return undefined;
    const unsigned = typed.replace(/^[-+]/, "");
    const sign = typed.startsWith("-") ? -1 : 1;
    if (kind() === "percent") {
      const percent = Number(unsigned.replace(",", ".").replace(/\s*%$/, ""));
      return unsigned && Number.isFinite(percent) && percent <= 1000 ? sign * percent : undefined;
    }
    const minor = parseAmount(unsigned, props.currency);
    return minor === null ? undefined : sign * minor;
  });
  const prices = createMemo(() => {
    const change = amount();
    const round = roundings[rounding()] ?? { step: 1, less: 0 };
    return change === undefined ? [] : newPrices(dishes(), { kind: kind(), by: change, ...round });
  });
  /** Dishes whose price is left as it is, by id. */
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const wanted = createMemo(() => prices().filter(({ dish }) => !left().has(dish.id)));
  const want = (id: string, isWanted: boolean) =>
    setLeft((ids) => {
      const next = new Set(ids);
      if (isWanted) next.delete(id);
      else next.add(id);
      return next;
    });
  const roundingText = ({ step, less }: { readonly step: number; readonly less: number }) => {
    if (step === 1) return t("bulk.exact");
    const text = amountText(less > 0 ? step - less : step, props.currency, locale());
    return less > 0 ? t("bulk.ending", { price: text }) : t("bulk.to", { price: text });
  };

  function change(): void {
    const list = wanted();
    if (list.length === 0 || !props.session.make(bulkEdits(list))) return;
    props.onClose();
    toast(t("bulk.done", { count: list.length }), {
      tone: "good",
      icon: "check",
      action: { label: t("undo"), run: () => props.session.undo() },
    });
  }

  return (
    <Sheet
      open
      height="full"
      title={t("bulk")}
      onClose={() => props.onClose()}
      footer={
        <Button variant="primary" size="l" wide disabled={wanted().length === 0} onClick={change}>
          {t("bulk.change", { count: wanted().length })}
        </Button>
      }
    >
      <div class={styles.form}>
        <SegmentedChoice
          label={t("bulk.which")}
          value={scope()}
          options={scopes()}
          onChange={setScope}
        />
        <SegmentedChoice
          label={t("bulk.how")}
          value={kind()}
          options={[
            { value: "percent", label: t("bulk.percent") },
            { value: "amount", label: props.currency },
          ]}
          onChange={setKind}
        />
        <Field
          label={t("bulk.by")}
          hint={t("bulk.byHint")}
          inputmode="text"
          autocomplete="off"
          maxLength={12}
          value={by()}
          error={by().trim() && amount() === undefined ? t("bulk.wrong") : undefined}
          onInput={(event) => setBy(event.currentTarget.value)}
        />
        <SelectField
          label={t("bulk.rounding")}
          value={String(rounding())}
          options={roundings.map((each, at) => ({ value: String(at), label: roundingText(each) }))}
          onChange={(at) => setRounding(Number(at))}
        />
        <Show when={amount() !== undefined}>
          <section aria-label={t("bulk.preview")}>
            <h3 class={styles.label}>{t("bulk.preview")}</h3>
            <p class={styles.hint}>{t("bulk.leaveOut")}</p>
            <ul class={styles.list}>
              <For each={prices()} fallback={<li>{t("noChanges")}</li>}>
                {({ dish, from, to }) => (
                  <li class={styles.row}>
                    <Checkbox
                      checked={!left().has(dish.id)}
                      onChange={(isWanted) => want(dish.id, isWanted)}
                    >
                      <span class={styles.line}>
                        <bdi class={styles.name}>{dish.name}</bdi>
                        <Show
                          when={!left().has(dish.id)}
                          fallback={<span>{moneyText(from, props.currency)}</span>}
                        >
                          <s>{moneyText(from, props.currency)}</s>
                          <strong>{moneyText(to, props.currency)}</strong>
                        </Show>
                      </span>
                    </Checkbox>
                  </li>
                )}
              </For>
            </ul>
          </section>
        </Show>
      </div>
    </Sheet>
  );
}
