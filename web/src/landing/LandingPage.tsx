import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Field } from "../platform/ui/Field.tsx";
import { LanguageSwitcher } from "../platform/ui/LanguageSwitcher.tsx";
import { Mark } from "../platform/ui/Mark.tsx";
import styles from "./LandingPage.module.css";
import { landingMessages } from "./messages/messages.ts";

/** For whoever comes without a table's code: says what this is and how to get to a table. */
export function LandingPage() {
  const { t } = landingMessages;
  const navigate = useNavigate();
  const [code, setCode] = createSignal("");
  return (
    <main class={styles.page}>
      <div class={styles.language}>
        <LanguageSwitcher />
      </div>
      <div class={styles.mark}>
        <Mark size={88} />
      </div>
      <h1 class={styles.name}>Tureen</h1>
      <p class={styles.motto}>{t("motto")}</p>
      <p class={styles.explain}>{t("explain")}</p>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = code().trim();
          if (wanted) navigate(`/t/${encodeURIComponent(wanted)}`);
        }}
      >
        <Field
          label={t("code")}
          value={code()}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={64}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" variant="primary" size="l" wide>
          {t("go")}
        </Button>
      </form>
      <nav class={styles.doors}>
        <a href="/staff">{t("staff")}</a>
        <a href="/kitchen">{t("kitchen")}</a>
      </nav>
    </main>
  );
}
