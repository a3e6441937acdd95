import type { MenuPart } from "@tureen/shared/menu/menu";
import { changedPrice } from "@tureen/shared/menu/timing/price-rules";
import {
  MAX_WINDOWS,
  type PriceRule,
  type Timed,
  type TimeWindow,
} from "@tureen/shared/menu/timing/rules";
import { createSignal, For, Index, type JSX, Show } from "solid-js";
import { Button } from "../../../platform/ui/Button.tsx";
import { IconButton } from "../../../platform/ui/IconButton.tsx";
import { moneyChangeText, moneyText } from "../../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../../platform/ui/SegmentedChoice.tsx";
import sheetStyles from "../DishSheet.module.css";
import { NEW_RULE } from "./edit-rule.ts";
import { NEW_WINDOW } from "./edit-window.ts";
import { timingMessages } from "./messages/messages.ts";
import { PriceRuleFields } from "./PriceRuleFields.tsx";
import styles from "./timing.module.css";
import { ruleText, servedText, windowsText } from "./timing-words.ts";
import { WindowList } from "./WindowList.tsx";

/** When something is served and what it costs at times: in sentences, with the fields on request. */
export function TimingFields(props: {
  readonly part: Exclude<MenuPart, "option">;
  readonly thing: Timed & { readonly name: string };
  /** What it costs at all other times, or adds to a price; undefined for a section. */
  readonly price: number | undefined;
  readonly currency: string;
  readonly onServed: (served: readonly TimeWindow[] | undefined) => void;
  readonly onPriceRules: (rules: readonly PriceRule[] | undefined) => void;
  /** What else can be done with them. */
  readonly children?: JSX.Element;
}) {
  const { t } = timingMessages;
  const [open, setOpen] = createSignal(false);
  const rules = () => props.thing.priceRules ?? [];
  const setRules = (next: readonly PriceRule[]) =>
    props.onPriceRules(next.length > 0 ? next : undefined);
  const money = (minor: number) =>
    props.part === "value"
      ? moneyChangeText(minor, props.currency)
      : moneyText(Math.max(0, minor), props.currency);
  /** With what it comes to, where there is one price that it changes. */
  const sentence = (rule: PriceRule) =>
    props.price === undefined
      ? ruleText(rule, props.currency)
      : t("ruleFor", {
          price: money(changedPrice(props.price, rule.change)),
          usual: money(props.price),
          when: windowsText(rule.when),
        });
  return (
    <section class={styles.section} aria-label={`${t("timing")}: ${props.thing.name}`}>
      <Show when={props.part !== "value"}>
        <h3 class={sheetStyles.legend}>{t("timing")}</h3>
      </Show>
      <ul class={styles.sentences}>
        <li>{servedText(props.thing.served)}</li>
        <Show when={!open()}>
          <For each={rules()}>{(rule) => <li>{sentence(rule)}</li>}</For>
        </Show>
      </ul>
      <div>
        <Button
          icon="clock"
          aria-expanded={open()}
          aria-label={t("changeOf", { name: props.thing.name })}
          onClick={() => setOpen((on) => !on)}
        >
          {t("change")}
        </Button>
      </div>
      <Show when={open()}>
        <div class={styles.open}>
          <Show when={props.part === "category"}>
            <p class={sheetStyles.hint}>{t("sectionHint")}</p>
          </Show>
          <SegmentedChoice
            label={t("servedWhen")}
            value={props.thing.served ? "times" : "always"}
            options={[
              { value: "always", label: t("always") },
              { value: "times", label: t("atTimes") },
            ]}
            onChange={(when) => props.onServed(when === "times" ? [NEW_WINDOW] : undefined)}
          />
          <Show when={props.thing.served}>
            {(served) => (
              <div class={sheetStyles.card}>
                <WindowList windows={served()} onChange={props.onServed} />
              </div>
            )}
          </Show>
          <h4 class={sheetStyles.legend}>{t("prices")}</h4>
          <p class={sheetStyles.hint}>{t("pricesHint")}</p>
          <Index each={rules()}>
            {(rule, at) => {
              const put = (part: Partial<PriceRule>) =>
                setRules(rules().map((each, i) => (i === at ? { ...each, ...part } : each)));
              return (
                <div class={sheetStyles.card}>
                  <p class={styles.head}>
                    <span>{sentence(rule())}</span>
                    <Show when={at > 0}>
                      <IconButton
                        icon="up"
                        label={t("priceFirst")}
                        onClick={() => setRules([rule(), ...rules().filter((_, i) => i !== at)])}
                      />
                    </Show>
                    <IconButton
                      icon="trash"
                      label={t("removePrice")}
                      onClick={() => setRules(rules().filter((_, i) => i !== at))}
                    />
                  </p>
                  <PriceRuleFields
                    change={rule().change}
                    price={props.price ?? 0}
                    currency={props.currency}
                    signed={props.part === "value"}
                    onChange={(change) => put({ change })}
                  />
                  <WindowList windows={rule().when} onChange={(when) => put({ when })} />
                </div>
              );
            }}
          </Index>
          <Show when={rules().length < MAX_WINDOWS}>
            <div>
              <Button icon="plus" onClick={() => setRules([...rules(), NEW_RULE])}>
                {t("addPrice")}
              </Button>
            </div>
          </Show>
          {props.children}
        </div>
      </Show>
    </section>
  );
}
