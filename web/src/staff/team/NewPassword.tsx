import { Button } from "../../platform/ui/Button.tsx";
import { copyText } from "../../platform/ui/copy-text.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { teamMessages } from "./messages/messages.ts";
import styles from "./NewPassword.module.css";
import type { Credentials } from "./team.ts";

/** A generated password, shown this once. */
export function NewPassword(props: {
  readonly credentials: Credentials;
  readonly onDone: () => void;
}) {
  const { t } = teamMessages;

  async function copy(): Promise<void> {
    if (await copyText(props.credentials.password)) {
      toast(t("password.copied"), { tone: "good", icon: "check" });
    } else {
      // The password stands there to be marked.
      toast(t("password.copyFailed"), { tone: "bad", icon: "alert" });
    }
  }

  return (
    <div class={styles.box}>
      <dl class={styles.facts}>
        <div>
          <dt>{t("add.login")}</dt>
          <dd dir="ltr">{props.credentials.login}</dd>
        </div>
        <div>
          <dt>{t("password")}</dt>
          <dd dir="ltr">{props.credentials.password}</dd>
        </div>
      </dl>
      <p class={styles.once} role="status">
        {t("password.once")}
      </p>
      <div class={styles.buttons}>
        <Button onClick={() => void copy()}>{t("password.copy")}</Button>
        <Button variant="primary" onClick={() => props.onDone()}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
