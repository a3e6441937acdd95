import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { FieldError } from "../../platform/ui/Field.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { payMessages } from "./messages/messages.ts";
import styles from "./StripePayment.module.css";
import { loadStripe, type StripeElements, type StripeJs } from "./stripe-js.ts";

/** Stripe's Payment Element: cards and wallets in frames of Stripe's own, so that no card touches us. */
export function StripePayment(props: {
  readonly clientSecret: string;
  readonly publishableKey: string;
  /** The card is not charged yet: an amount is held on it. */
  readonly holds: boolean;
  /** Stripe has taken it: what came of it comes with the document, never from here. */
  readonly onUsed: () => void;
}) {
  const { t } = payMessages;
  const [ready, setReady] = createSignal(false);
  const [missing, setMissing] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  let place: HTMLDivElement | undefined;
  let stripe: StripeJs | undefined;
  let elements: StripeElements | undefined;
  let gone = false;
  onCleanup(() => {
    gone = true;
  });

  async function open(): Promise<void> {
    setMissing(false);
    try {
      const make = await loadStripe();
      if (gone || !place) return;
      stripe = make(props.publishableKey);
      elements = stripe.elements({
        clientSecret: props.clientSecret,
        locale: locale(),
        appearance: appearance(place),
      });
      const element = elements.create("payment", { layout: "accordion" });
      element.on("ready", () => setReady(true));
      element.on("loaderror", (event) => {
        setMissing(true);
        setError(event.error?.message);
      });
      element.mount(place);
      onGone(() => element.unmount());
    } catch {
      setMissing(true);
    }
  }

  let unmount: (() => void) | undefined;
  function onGone(run: () => void): void {
    unmount = run;
    if (gone) run();
  }
  onCleanup(() => unmount?.());
  onMount(() => void open());

  async function pay(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!stripe || !elements || busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      // Some ways to pay lead through a page of the bank, which comes back to the table.
      const { origin, pathname } = location;
      const answer = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: `${origin}${pathname}` },
        redirect: "if_required",
      });
      if (answer.error) setError(answer.error.message ?? t("failed"));
      else props.onUsed();
    } catch {
      setError(t("stripeFailed"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class={styles.form} onSubmit={(event) => void pay(event)}>
      <Show when={!ready() && !missing()}>
        <Skeleton lines={4} />
      </Show>
      <div ref={place} />
      <Show when={missing()}>
        <p class={styles.missing}>{t("stripeFailed")}</p>
        <Button onClick={() => void open()}>{uiMessages.t("retry")}</Button>
      </Show>
      <FieldError id="stripe-error" error={error()} />
      <Show when={ready()}>
        <Button type="submit" variant="primary" size="l" wide busy={busy()}>
          {t(props.holds ? "hold" : "pay")}
        </Button>
      </Show>
    </form>
  );
}

/** The element lives in a frame and does not see our tokens: they are handed over as they are now. */
function appearance(place: HTMLElement) {
  const style = getComputedStyle(place);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  return {
    theme: isDark ? ("night" as const) : ("stripe" as const),
    variables: {
      colorPrimary: token("--copper"),
      colorBackground: token("--paper-raised"),
      colorText: token("--ink"),
      colorDanger: token("--bad"),
      borderRadius: "10px",
    },
  };
}
