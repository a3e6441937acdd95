import { createResource, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { toast } from "../../ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
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
  const [svg] = createResource(address, async (text) => {
    const { renderSVG } = await import("uqr");
    return renderSVG(text, { border: 2 });
  });

  async function share() {
    try {
      if (navigator.share) {
        await navigator.share({ title: session.seat().restaurant.name, url: address() });
      } else {
        await navigator.clipboard.writeText(address());
        toast(t("copied"), { icon: "check" });
      }
    } catch {
      // Closed without sharing, or not allowed here: the PIN and the code are on the screen.
    }
  }

  return (
    <section class={styles.share} aria-labelledby="share-title">
      <h3 class={styles.title} id="share-title">
        {t("invite")}
      </h3>
      <p class={styles.text}>{t("inviteText")}</p>
      <Show when={svg()}>
        {(code) => (
          <div class={styles.code} role="img" aria-label={t("joinCode")} innerHTML={code()} />
        )}
      </Show>
      <p>
        <span class={styles.label}>{t("pin")} </span>
        <strong class={styles.pin} data-testid="pin">
          {pin()}
        </strong>
      </p>
      <Button icon="share" onClick={() => void share()}>
        {t("shareLink")}
      </Button>
    </section>
  );
}
