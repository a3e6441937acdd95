import { createResource, createSignal, Show, Suspense } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { copyText } from "../../platform/ui/copy-text.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import { loadUntilThere } from "../model/load-until-there.ts";
import { AddressToCopy } from "./AddressToCopy.tsx";
import { useTable } from "./context.ts";
import styles from "./ShareTable.module.css";

/** The PIN in large digits and a QR code that stands in for it, for those who are still arriving. */
export function ShareTable() {
  const { t } = dinerMessages;
  const { session } = useTable();
  const pin = () => session.seat().pin;
  const address = () => {
    const { code, joinKey } = session.seat();
    const invitation = joinKey === undefined ? `pin=${pin()}` : `key=${joinKey}`;
    return `${location.origin}/t/${encodeURIComponent(code)}#${invitation}`;
  };
  /** The address stands there to be copied by hand. */
  const [isShown, setShown] = createSignal(false);
  const [svg] = createResource(address, async (text) => {
    const { renderSVG } = await loadUntilThere(() => import("uqr"));
    return renderSVG(text, { border: 2 });
  });

  async function share() {
    if ("share" in navigator) {
      try {
        await navigator.share({ title: session.seat().restaurant.name, url: address() });
        return;
      } catch (error) {
        // Closed without sharing.
        if (error instanceof DOMException && error.name === "AbortError") return;
      }
    }
    if (await copyText(address())) toast(t("copied"), { icon: "check" });
    else setShown(true);
  }

  return (
    <section class={styles.share} aria-labelledby="share-title">
      <h3 class={styles.title} id="share-title">
        {t("invite")}
      </h3>
      <p class={styles.text}>{t("inviteText")}</p>
      <Suspense>
        <Show when={svg()}>
          {(code) => (
            <div class={styles.code} role="img" aria-label={t("joinCode")} innerHTML={code()} />
          )}
        </Show>
      </Suspense>
      <p>
        <span class={styles.label}>{t("pin")} </span>
        <strong class={styles.pin} data-testid="pin">
          {pin()}
        </strong>
      </p>
      <Button icon="share" onClick={() => void share()}>
        {t("shareLink")}
      </Button>
      <Show when={isShown()}>
        <AddressToCopy label={t("copyAddress")} address={address()} />
      </Show>
    </section>
  );
}
