import { A } from "@solidjs/router";
import { codeOf } from "../api.ts";
import type { StaffSession } from "../staff/staff-session.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { errorSentence } from "../ui/errors.ts";
import { toast } from "../ui/toasts.ts";
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
