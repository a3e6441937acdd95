import type { ReceiptProof as Proof, ProofVerdict } from "@tureen/shared/bill/proof";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { Show } from "solid-js";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { receiptMessages } from "./messages/messages.ts";
import styles from "./ReceiptProof.module.css";

const TEXTS = { anchored: "anchoredText", waiting: "waitingText", broken: "brokenText" } as const;
const ICONS = { anchored: "check", waiting: "clock", broken: "alert" } as const;

/** How far the receipt is proven, as this page has worked it out, and what that means and what not. */
export function ReceiptProof(props: {
  readonly verdict: ProofVerdict;
  readonly proof: Proof;
  /** The short name of the restaurant, under which its anchors are published. */
  readonly slug: string;
}) {
  const { t } = receiptMessages;
  const anchor = () => props.proof.anchor;
  const time = () =>
    dateTimeFormat(timeLocale(), { dateStyle: "medium", timeStyle: "short" }).format(
      anchor()?.at ?? 0,
    );
  const anchorText = (key: "anchored" | "anchoredText") =>
    t(key, { number: String(anchor()?.number), time: time() });
  const isAnchored = () => props.verdict === "anchored";
  return (
    <section class={styles.proof}>
      <h2 class={styles.title}>{t("proof")}</h2>
      <p class={styles[props.verdict]} role="status">
        <Icon name={ICONS[props.verdict]} size={20} />
        <span>
          {isAnchored() ? anchorText("anchored") : t(props.verdict as "waiting" | "broken")}
        </span>
      </p>
      <p>
        {isAnchored()
          ? anchorText("anchoredText")
          : t(TEXTS[props.verdict] as "waitingText" | "brokenText")}
      </p>
      <p>{t("means")}</p>
      <p>{t("meansNot")}</p>
      <details class={styles.details}>
        <summary class={styles.summary}>
          <Icon name="chevronDown" size={18} />
          {t("details")}
        </summary>
        <p>{t("entry", { entry: String(props.proof.entry), head: String(props.proof.head) })}</p>
        <p class={styles.hash} dir="ltr">
          {props.proof.hash}
        </p>
        <Show when={anchor()}>
          {(found) => (
            <>
              <p>
                {t("anchor", {
                  number: String(found().number),
                  first: String(found().firstEntry),
                  last: String(found().lastEntry),
                })}
              </p>
              <p class={styles.hash} dir="ltr">
                {found().hash}
              </p>
            </>
          )}
        </Show>
        <a
          class={styles.link}
          href={`/api/anchors/${props.slug}`}
          target="_blank"
          rel="noopener external"
        >
          {t("published")}
        </a>
      </details>
    </section>
  );
}
