import { Show } from "solid-js";
import { Field } from "../../platform/ui/Field.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import styles from "./BillingPage.module.css";
import { CategoryChoice } from "./CategoryChoice.tsx";
import type { Draft } from "./draft.ts";
import { billingMessages } from "./messages/messages.ts";

/** The charge that every guest pays for the service, if any. */
export function ServiceFields(props: {
  readonly draft: Draft;
  readonly currency: string;
  readonly onChange: (some: Partial<Draft>) => void;
  readonly error: (field: string) => string | undefined;
}) {
  const { t } = billingMessages;
  const isPercent = () => props.draft.service === "percent";
  return (
    <section class={styles.card}>
      <h3 class={styles.heading}>{t("service")}</h3>
      <SegmentedChoice
        label={t("service")}
        hideLabel
        value={props.draft.service}
        options={(["none", "percent", "fixed"] as const).map((value) => ({
          value,
          label: t(`service.${value}`),
        }))}
        onChange={(service) => props.onChange({ service })}
      />
      <Show when={props.draft.service !== "none"}>
        <div class={styles.pair}>
          <Show
            when={isPercent()}
            fallback={
              <Field
                label={t("serviceAmount", { currency: props.currency })}
                inputmode="decimal"
                autocomplete="off"
                maxLength={12}
                value={props.draft.serviceAmount}
                error={props.error("serviceAmount")}
                onInput={(event) => props.onChange({ serviceAmount: event.currentTarget.value })}
              />
            }
          >
            <Field
              label={t("servicePercent")}
              inputmode="decimal"
              autocomplete="off"
              maxLength={7}
              value={props.draft.servicePercent}
              error={props.error("servicePercent")}
              onInput={(event) => props.onChange({ servicePercent: event.currentTarget.value })}
            />
          </Show>
          <Field
            label={t("fromGuests")}
            inputmode="numeric"
            autocomplete="off"
            maxLength={3}
            value={props.draft.fromGuests}
            error={props.error("fromGuests")}
            onInput={(event) => props.onChange({ fromGuests: event.currentTarget.value })}
          />
        </div>
        {/* Prices that hold the tax are the same before and after it. */}
        <Show when={isPercent() && props.draft.prices === "exclusive"}>
          <SegmentedChoice
            label={t("serviceOf")}
            value={props.draft.serviceOf}
            options={(["net", "gross"] as const).map((value) => ({
              value,
              label: t(`serviceOf.${value}`),
            }))}
            onChange={(serviceOf) => props.onChange({ serviceOf })}
          />
        </Show>
        <Show when={props.draft.categories.length > 1}>
          <CategoryChoice
            label={t("serviceCategory")}
            categories={props.draft.categories}
            value={props.draft.serviceCategory}
            onChange={(serviceCategory) => props.onChange({ serviceCategory })}
          />
        </Show>
      </Show>
    </section>
  );
}
