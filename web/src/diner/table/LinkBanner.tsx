import { createEffect, createSignal, onCleanup } from "solid-js";
import { ConnectionBanner } from "../../ui/ConnectionBanner.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { useTable } from "./context.ts";
import styles from "./LinkBanner.module.css";

/** A hiccup shorter than this is not worth a word. */
const GRACE_MS = 2_000;

/** Says calmly that the phone is on its own for now, and what that means for what is tapped. */
export function LinkNotice() {
  const { t } = dinerMessages;
  const { session } = useTable();
  const [lost, setLost] = createSignal(false);
  createEffect(() => {
    if (session.link() === "online") {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), session.link() === "offline" ? 0 : GRACE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <ConnectionBanner
      show={lost()}
      text={session.unsaved().size > 0 ? t("offlineUnsaved") : t("offline")}
    />
  );
}

/** The notice over the menu: coming and going moves nothing. */
export function LinkBanner() {
  return (
    <div class={styles.banner}>
      <LinkNotice />
    </div>
  );
}
