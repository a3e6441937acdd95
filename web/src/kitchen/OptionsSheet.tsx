import { useNavigate } from "@solidjs/router";
import { codeOf } from "../platform/live/api.ts";
import { errorSentence } from "../platform/ui/errors.ts";
import { LanguageSwitcher } from "../platform/ui/LanguageSwitcher.tsx";
import { layersSettled } from "../platform/ui/layers.ts";
import { Sheet } from "../platform/ui/Sheet.tsx";
import type { StaffSession } from "../staff/staff-session.ts";
import { BigButton } from "./BigButton.tsx";
import { kitchenMessages } from "./messages/messages.ts";
import type { NoticeBoard } from "./notice.ts";
import styles from "./OptionsSheet.module.css";

/** What is seldom needed: language, the way to the tables, signing out. */
export function OptionsSheet(props: {
  readonly open: boolean;
  readonly name: string;
  readonly waiter: boolean;
  readonly session: StaffSession;
  readonly notices: NoticeBoard;
  readonly onClose: () => void;
}) {
  const { t } = kitchenMessages;
  const navigate = useNavigate();

  async function toFloor(): Promise<void> {
    props.onClose();
    await layersSettled();
    navigate("/staff");
  }

  async function signOut(): Promise<void> {
    try {
      await props.session.signOut();
    } catch (error) {
      props.onClose();
      props.notices.say({ text: errorSentence(codeOf(error)), tone: "bad" });
    }
  }

  return (
    <Sheet open={props.open} onClose={props.onClose} title={t("options")} description={props.name}>
      <div class={styles.options}>
        <div>
          <LanguageSwitcher />
        </div>
        {props.waiter && (
          <BigButton icon="people" onClick={() => void toFloor()}>
            {t("toFloor")}
          </BigButton>
        )}
        <BigButton icon="leave" onClick={() => void signOut()}>
          {t("signOut")}
        </BigButton>
        <p class={styles.hint}>{t("keys")}</p>
      </div>
    </Sheet>
  );
}
