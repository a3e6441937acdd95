import { settles } from "@tureen/shared/platform/http/verdicts";
import { createEffect, createSignal, onCleanup, untrack } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { untilAnswered } from "../../platform/live/retry.ts";
import { ConnectionBanner } from "../../platform/ui/ConnectionBanner.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { reloadApp } from "../../platform/ui/updates.ts";
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
  const [portal, setPortal] = createSignal(false);
  createEffect(() => {
    if (session.link() === "online") {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), session.link() === "offline" ? 0 : GRACE_MS);
    onCleanup(() => clearTimeout(timer));
  });
  createEffect(() => {
    setPortal(false);
    // A browser does not tell why a live connection failed. Through TLS no network can pretend.
    if (!lost() || location.protocol !== "http:") return;
    const ends = new AbortController();
    onCleanup(() => ends.abort());
    const { code } = untrack(session.seat);
    const asked = untilAnswered(() => call("readTable", { params: { code } }), {
      settles: (failure) => settles("table", failure),
      onFailure: (failure) => setPortal(failure === "captive-portal"),
      signal: ends.signal,
    });
    const answered = () => setPortal(false);
    asked.then(answered, answered);
  });

  const text = () => {
    if (session.outdated()) return t("outdated");
    const offline = session.unsaved().size > 0 ? t("offlineUnsaved") : t("offline");
    return portal() ? `${offline} ${errorSentence("captive-portal")}` : offline;
  };
  const reload = { label: uiMessages.t("reload"), run: () => void reloadApp() };
  return (
    <ConnectionBanner
      show={lost() || session.outdated()}
      text={text()}
      icon={session.outdated() ? "refresh" : undefined}
      action={session.outdated() ? reload : undefined}
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
