import type { Answer } from "@tureen/shared/endpoints";
import { For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { copyText } from "../../platform/ui/copy-text.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "./BillingPage.module.css";
import { billingMessages } from "./messages/messages.ts";

/** What a restaurant sets up at Stripe: the webhook, and its domain for Apple Pay and Google Pay. */
export function StripeSetup(props: { readonly webhook: Answer<"readPaymentKeys">["webhook"] }) {
  const { t } = billingMessages;
  const address = () => new URL(props.webhook.path, location.origin).href;

  async function copy(): Promise<void> {
    if (await copyText(address())) toast(t("setup.copied"), { tone: "good", icon: "check" });
    // The address stands there to be marked.
    else toast(t("setup.copyFailed"), { tone: "bad", icon: "alert" });
  }

  return (
    <details class={styles.setup}>
      <summary class={styles.summary}>
        {t("setup")}
        <Icon name="chevronDown" size={20} />
      </summary>
      <h4>{t("setup.webhook")}</h4>
      <p>{t("setup.address")}</p>
      <code class={styles.address} dir="ltr">
        {address()}
      </code>
      <div>
        <Button onClick={() => void copy()}>{t("setup.copy")}</Button>
      </div>
      <Show when={location.protocol !== "https:"}>
        <p class={styles.hint}>{t("setup.https")}</p>
      </Show>
      <p>{t("setup.events", { version: isolated(props.webhook.apiVersion) })}</p>
      <ul class={styles.events} dir="ltr">
        <For each={props.webhook.events}>
          {(event) => (
            <li>
              <code>{event}</code>
            </li>
          )}
        </For>
      </ul>
      <p>{t("setup.secret")}</p>
      <h4>{t("setup.wallets")}</h4>
      <p>{t("setup.domain", { domain: isolated(location.hostname) })}</p>
    </details>
  );
}

/** Right-to-left sentences would turn around the parts of a version or an address. */
function isolated(text: string): string {
  return `\u2066${text}\u2069`;
}
