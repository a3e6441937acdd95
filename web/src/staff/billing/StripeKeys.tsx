import { STRIPE_KEY_NAMES } from "@tureen/shared/bill/stripe-keys";
import type { Answer } from "@tureen/shared/endpoints";
import { createSignal, For, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { whenText } from "../../platform/ui/when.ts";
import { sayFailure } from "../team/team.ts";
import { AskSheet } from "./AskSheet.tsx";
import styles from "./BillingPage.module.css";
import { billingMessages } from "./messages/messages.ts";
import { StripeKeysForm } from "./StripeKeysForm.tsx";
import { StripeSetup } from "./StripeSetup.tsx";

/** The restaurant's keys for Stripe: by what they are known, and how they are replaced or removed. */
export function StripeKeys(props: {
  readonly read: Answer<"readPaymentKeys">;
  readonly endedBy: (error: unknown) => boolean;
  readonly onReadAgain: () => Promise<void>;
}) {
  const { t } = billingMessages;
  const [entering, setEntering] = createSignal(false);
  const [removing, setRemoving] = createSignal(false);
  const known = () => (props.read.keys === "sealed" ? null : props.read.keys);
  const changedText = () => {
    const { changed } = props.read;
    if (!changed) return "";
    const params = { when: whenText(changed.at), name: changed.by ?? t("somebody") };
    return t(changed.set ? "keys.entered" : "keys.removed", params);
  };
  /** What the operator of the server has not set up. */
  const missing = () => {
    const { provider, keeps } = props.read.server;
    if (!keeps) return t("keys.noSecret");
    if (provider === "demonstration") return t("keys.demonstration");
    return provider === "none" ? t("keys.noProvider") : undefined;
  };

  async function remove(): Promise<void> {
    try {
      await call("changePaymentKeys", { body: { keys: null } });
      toast(t("keys.goneNow"), { tone: "good", icon: "check" });
      await props.onReadAgain();
    } catch (error) {
      sayFailure(error, props.endedBy);
    }
    setRemoving(false);
  }

  return (
    <section class={styles.card} aria-labelledby="stripe-keys">
      <h3 class={styles.heading} id="stripe-keys">
        {t("keys")}
      </h3>
      <p class={styles.hint}>{t("keys.lead")}</p>
      <Show when={missing()}>
        {(text) => (
          <p class={styles.note}>
            <Icon name="alert" size={20} />
            <span>{text()}</span>
          </p>
        )}
      </Show>
      <Show when={props.read.keys === "sealed"}>
        <p class={`${styles.note} ${styles.bad}`}>
          <Icon name="alert" size={20} />
          <span>{t("keys.sealed")}</span>
        </p>
      </Show>
      <Show when={known()} fallback={<NoKeys read={props.read} />}>
        {(keys) => (
          <>
            <Show when={props.read.mode}>
              {(mode) => (
                <div>
                  <Badge tone={mode() === "live" ? "good" : "warn"}>
                    {t(`keys.mode.${mode()}`)}
                  </Badge>
                </div>
              )}
            </Show>
            <dl class={styles.facts}>
              <For each={STRIPE_KEY_NAMES}>
                {(name) => (
                  <div>
                    <dt>{t(`keys.${name}`)}</dt>
                    <dd>
                      <bdi dir="ltr">…{keys()[name]}</bdi>
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </>
        )}
      </Show>
      <Show when={changedText()}>{(text) => <p class={styles.hint}>{text()}</p>}</Show>
      <Show when={props.read.server.keeps}>
        <Show
          when={entering()}
          fallback={
            <div class={styles.buttons}>
              <Button onClick={() => setEntering(true)}>
                {t(props.read.keys ? "keys.replace" : "keys.enter")}
              </Button>
              <Show when={props.read.keys}>
                <Button variant="danger" icon="trash" onClick={() => setRemoving(true)}>
                  {t("keys.remove")}
                </Button>
              </Show>
            </div>
          }
        >
          <StripeKeysForm
            replaces={props.read.keys !== null}
            endedBy={props.endedBy}
            onCancel={() => setEntering(false)}
            onSaved={async () => {
              setEntering(false);
              await props.onReadAgain();
            }}
          />
        </Show>
        <StripeSetup webhook={props.read.webhook} />
      </Show>
      <Show when={removing()}>
        <AskSheet
          title={t("keys.removeTitle")}
          text={t("keys.removeText")}
          yes={t("keys.remove")}
          onYes={remove}
          onClose={() => setRemoving(false)}
        />
      </Show>
    </section>
  );
}

function NoKeys(props: { readonly read: Answer<"readPaymentKeys"> }) {
  const { t } = billingMessages;
  return (
    <Show when={props.read.keys === null}>
      <p>{t(props.read.server.shared ? "keys.shared" : "keys.none")}</p>
    </Show>
  );
}
