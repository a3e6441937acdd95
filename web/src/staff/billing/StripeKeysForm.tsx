import {
  STRIPE_KEY_FORMS,
  STRIPE_KEY_NAMES,
  type StripeKeyName,
  stripeKeyProblems,
} from "@tureen/shared/bill/stripe-keys";
import { createSignal, For, Show } from "solid-js";
import { ApiError, call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { sayFailure } from "../team/team.ts";
import { AskSheet } from "./AskSheet.tsx";
import styles from "./BillingPage.module.css";
import { billingMessages } from "./messages/messages.ts";

const MAX_KEY = 300;

/** Takes a restaurant's keys; they leave this page only towards the server, which shows nobody again. */
export function StripeKeysForm(props: {
  /** There are keys already: their place is taken after a question. */
  readonly replaces: boolean;
  readonly endedBy: (error: unknown) => boolean;
  readonly onCancel: () => void;
  readonly onSaved: () => Promise<void>;
}) {
  const { t } = billingMessages;
  const [keys, setKeys] = createSignal<Readonly<Record<StripeKeyName, string>>>({
    ...{ publishableKey: "", secretKey: "", webhookSecret: "" },
  });
  const [tried, setTried] = createSignal(false);
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  /** The field that the server refused, though it looked right here. */
  const [refused, setRefused] = createSignal<string>();
  let form: HTMLFormElement | undefined;

  const error = (name: StripeKeyName) => {
    const { example } = STRIPE_KEY_FORMS[name];
    if (refused() === `keys.${name}`) return t("keys.error.form", { example });
    const problem = tried() ? stripeKeyProblems(keys()).get(name) : undefined;
    return problem && t(`keys.error.${problem}`, { example });
  };

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setTried(true);
    if (stripeKeyProblems(keys()).size > 0) {
      form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    } else if (props.replaces) setAsking(true);
    else void save();
  }

  async function save(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      await call("changePaymentKeys", { body: { keys: keys() } });
      toast(t("keys.saved"), { tone: "good", icon: "check" });
      await props.onSaved();
    } catch (error) {
      setAsking(false);
      if (error instanceof ApiError && error.field?.startsWith("keys.")) setRefused(error.field);
      else sayFailure(error, props.endedBy);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form ref={form} class={styles.keys} onSubmit={submit} novalidate>
      <For each={STRIPE_KEY_NAMES}>
        {(name) => (
          <Field
            label={t(`keys.${name}`)}
            // Nothing here is anybody's own password, to be kept by a browser.
            type={name === "publishableKey" ? "text" : "password"}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            dir="ltr"
            maxLength={MAX_KEY}
            placeholder={STRIPE_KEY_FORMS[name].example}
            value={keys()[name]}
            error={error(name)}
            onInput={(event) => {
              setRefused(undefined);
              setKeys({ ...keys(), [name]: event.currentTarget.value.trim() });
            }}
          />
        )}
      </For>
      <div class={styles.buttons}>
        <Button type="submit" variant="primary" busy={busy()}>
          {t("keys.save")}
        </Button>
        <Button onClick={() => props.onCancel()}>{t("cancel")}</Button>
      </div>
      <Show when={asking()}>
        <AskSheet
          title={t("keys.replaceTitle")}
          text={t("keys.replaceText")}
          yes={t("keys.replace")}
          onYes={save}
          onClose={() => setAsking(false)}
        />
      </Show>
    </form>
  );
}
