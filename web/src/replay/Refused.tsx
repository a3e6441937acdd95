import { A } from "@solidjs/router";
import { codeOf } from "../platform/live/api.ts";
import { Button } from "../platform/ui/Button.tsx";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { toast } from "../platform/ui/toasts.ts";
import type { StaffSession } from "../staff/staff-session.ts";
import { replayMessages } from "./messages/messages.ts";
import styles from "./Refused.module.css";

/** For staff who may not see replays: why, and the ways on. */
export function Refused(props: { readonly session: StaffSession }) {
  const { t } = replayMessages;

  async function signOut(): Promise<void> {
    try {
      await props.session.signOut();
    } catch (error) {
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    }
  }

  return (
    <main class={styles.page}>
      <EmptyState icon="people" title={t("refusedTitle")} text={t("refusedText")}>
        <Button variant="primary" size="l" onClick={() => void signOut()}>
          {t("signOut")}
        </Button>
        <A class={styles.link} href="/staff">
          {t("toStaff")}
        </A>
      </EmptyState>
    </main>
  );
}
