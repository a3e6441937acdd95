import { createSignal, Match, Show, Switch } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { locale } from "../../platform/i18n/locale.ts";
import { amountText } from "../../platform/ui/amount-text.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import styles from "./HostPays.module.css";
import { payMessages } from "./messages/messages.ts";

/** What the host pays for the others, where the restaurant offers it: the host says it, all see it. */
export function HostPays(props: { readonly bill: DinerBill }) {
  const { session } = useTable();
  const isOffered = () => props.bill.bill().terms.hostPays === true;
  const isHost = () => props.bill.view().diners[session.me]?.host === true;
  return (
    <Show when={isOffered()}>
      <Show when={isHost()} fallback={<TreatNote bill={props.bill} />}>
        <TreatChoice bill={props.bill} />
      </Show>
    </Show>
  );
}

/** What of a guest's part the host pays, and what is left for them. */
function TreatNote(props: { readonly bill: DinerBill }) {
  const { t } = payMessages;
  const { session } = useTable();
  const treat = () => props.bill.shares().treat;
  const owes = () =>
    props.bill.shares().diners.find(({ diner }) => diner === session.me)?.owes ?? 0;
  const price = (minor: number) => moneyText(minor, props.bill.bill().currency);
  const text = () => {
    const { host, limit } = treat() ?? { host: session.me, limit: 0 };
    const name = props.bill.people.nameOf(host);
    if (limit === null) return t("treatAllYours", { name });
    const params = { name, limit: price(limit), price: price(owes()) };
    return t(owes() === 0 ? "treatNothingYours" : "treatYours", params);
  };
  return (
    <Show when={treat()}>
      <p class={styles.note} role="status">
        <Icon name="people" size={20} />
        <span>{text()}</span>
      </p>
    </Show>
  );
}

/** The host's choice. It holds at once; what has been paid already stays so. */
function TreatChoice(props: { readonly bill: DinerBill }) {
  const { t } = payMessages;
  const { session } = useTable();
  const said = () => {
    const treat = props.bill.view().treats[session.me];
    // Null is everything, not nothing.
    return treat ? treat.limit : 0;
  };
  const kindOf = (limit: number | null) => (limit === null ? "all" : limit > 0 ? "limit" : "none");
  const [kind, setKind] = createSignal<"none" | "limit" | "all">();
  const [amount, setAmount] = createSignal<number | null>(null);
  const chosen = () => kind() ?? kindOf(said());
  const currency = () => props.bill.bill().currency;
  const others = () => props.bill.shares().diners.reduce((sum, { treated }) => sum + treated, 0);
  /** Guests who went and left their part to the host: nobody is there to pay it then. */
  const relying = () =>
    props.bill
      .shares()
      .diners.filter(
        ({ diner, treated }) => treated > 0 && props.bill.view().diners[diner]?.gone === true,
      )
      .map(({ diner }) => props.bill.people.nameOf(diner));
  const locked = () => {
    if (props.bill.open()) return t("treatPaying");
    const names = relying();
    return names.length > 0
      ? t("treatRelying", { names: new Intl.ListFormat(locale()).format(names) })
      : undefined;
  };

  function choose(next: "none" | "limit" | "all"): void {
    setKind(next);
    if (next !== "limit") say(next === "all" ? null : 0);
  }
  function say(limit: number | null): void {
    if (!locked()) void session.treat({ limit });
    setKind(undefined);
  }

  return (
    <section class={styles.choice}>
      <h3 class={styles.title}>{t("treatTitle")}</h3>
      <Show
        when={locked() === undefined}
        fallback={
          <>
            <p class={styles.text}>
              <Said limit={said()} currency={currency()} />
            </p>
            <p class={styles.hint}>{locked()}</p>
          </>
        }
      >
        <SegmentedChoice
          label={t("treatTitle")}
          hideLabel
          value={chosen()}
          options={(["none", "limit", "all"] as const).map((value) => ({
            value,
            label: t(`treat.${value}`),
          }))}
          onChange={choose}
        />
        <Show when={chosen() === "limit"}>
          <form
            class={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              const limit = amount();
              if (limit !== null && limit > 0) say(limit);
            }}
          >
            <AmountField
              label={t("treatLimit")}
              currency={currency()}
              start={(said() ?? 0) > 0 ? amountText(said() ?? 0, currency(), locale()) : ""}
              onAmount={setAmount}
            />
            <Button type="submit" disabled={!amount() || amount() === said()}>
              {t("treatSay")}
            </Button>
          </form>
        </Show>
      </Show>
      <Show when={others() > 0}>
        <p class={styles.hint}>{t("treatOthers", { price: moneyText(others(), currency()) })}</p>
      </Show>
    </section>
  );
}

/** What the host said, where it cannot be changed. */
function Said(props: { readonly limit: number | null; readonly currency: string }) {
  const { t } = payMessages;
  return (
    <Switch fallback={t("treatUpTo", { limit: moneyText(props.limit ?? 0, props.currency) })}>
      <Match when={props.limit === null}>{t("treat.all")}</Match>
      <Match when={props.limit === 0}>{t("treat.none")}</Match>
    </Switch>
  );
}
