import type { Answer } from "@tureen/shared/endpoints";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { For, Show } from "solid-js";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { receiptMessages } from "./messages/messages.ts";
import styles from "./ReceiptSigning.module.css";

type Signing = Answer<"readReceipt">["signing"][number];

/** What the signing device has said of a receipt, or of each that it sums up. */
export function ReceiptSigning(props: { readonly signing: readonly Signing[] }) {
  const { t } = receiptMessages;
  const isOne = () => props.signing.length === 1;
  const isPending = () => props.signing.every(({ state }) => state === "pending");
  return (
    <Show when={props.signing.length > 0}>
      <section class={styles.signing} classList={{ [styles.pending ?? ""]: isPending() }}>
        <h2 class={styles.title}>{t("signing")}</h2>
        <For each={props.signing}>
          {(each) => (
            <div class={styles.receipt}>
              <Show when={!isOne()}>
                <h3>{t("title", { number: String(each.receipt) })}</h3>
              </Show>
              <p>
                {t(
                  each.state === "signed" && each.plain ? "signing.plain" : `signing.${each.state}`,
                )}
              </p>
              <Show when={each.state === "signed"}>
                <SignatureFacts signing={each} />
              </Show>
            </div>
          )}
        </For>
      </section>
    </Show>
  );
}

function SignatureFacts(props: { readonly signing: Signing }) {
  const { t } = receiptMessages;
  const time = () =>
    dateTimeFormat(timeLocale(), { dateStyle: "medium", timeStyle: "medium" }).format(
      props.signing.at ?? 0,
    );
  return (
    <dl class={styles.facts}>
      <dt>{t("device")}</dt>
      <dd>
        <bdi>{props.signing.device}</bdi>
      </dd>
      <dt>{t("signedAt")}</dt>
      <dd>{time()}</dd>
      <Show when={props.signing.counter !== null}>
        <dt>{t("counter")}</dt>
        <dd>
          <bdi>{props.signing.counter}</bdi>
        </dd>
      </Show>
      <dt>{t("transaction")}</dt>
      <dd>
        <bdi>{props.signing.transaction}</bdi>
      </dd>
      <dt>{t("signature")}</dt>
      <dd class={styles.signature} dir="ltr">
        {props.signing.signature}
      </dd>
    </dl>
  );
}
