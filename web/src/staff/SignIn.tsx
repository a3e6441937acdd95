import { settles } from "@tureen/shared/platform/http/verdicts";
import { createSignal, Show } from "solid-js";
import { ApiError, call, codeOf } from "../platform/live/api.ts";
import { Button } from "../platform/ui/Button.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { Field, FieldError } from "../platform/ui/Field.tsx";
import { LanguageSwitcher } from "../platform/ui/LanguageSwitcher.tsx";
import { Mark } from "../platform/ui/Mark.tsx";
import { staffMessages } from "./messages/messages.ts";
import styles from "./SignIn.module.css";
import type { StaffMember } from "./staff-session.ts";

/** The form behind which the staff pages are; the kitchen uses it too. */
export function SignIn(props: {
  readonly title: string;
  /** A sign-in ended by itself: say so. */
  readonly expired: boolean;
  readonly onSignedIn: (member: StaffMember) => void;
}) {
  const { t } = staffMessages;
  const [login, setLogin] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();

  async function signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      const body = { login: login().trim(), password: password() };
      const member = await call("signIn", { body });
      if (await keepsCookies()) props.onSignedIn(member);
      else setError(t("signIn.noCookies"));
    } catch (failure) {
      setError(sentence(failure));
    } finally {
      setBusy(false);
    }
  }

  /** Whether the server still knows who has just signed in: a browser may have kept no cookie. */
  async function keepsCookies(): Promise<boolean> {
    try {
      await call("readStaff", {});
      return true;
    } catch (failure) {
      if (settles("signIn", codeOf(failure))) return false;
      throw failure;
    }
  }

  function sentence(failure: unknown): string {
    if (failure instanceof ApiError && failure.code === "rate-limited" && failure.retryAfterS) {
      return t("signIn.wait", { count: failure.retryAfterS });
    }
    return errorSentence(codeOf(failure));
  }

  return (
    <main class={styles.page}>
      <div class={styles.language}>
        <LanguageSwitcher />
      </div>
      <div class={styles.mark}>
        <Mark size={72} />
      </div>
      <h1 class={styles.title}>{props.title}</h1>
      <Show when={props.expired}>
        <p class={styles.expired}>{t("signIn.expired")}</p>
      </Show>
      <form class={styles.form} onSubmit={(event) => void signIn(event)}>
        <Field
          label={t("signIn.login")}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={100}
          value={login()}
          onInput={(event) => setLogin(event.currentTarget.value)}
        />
        <Field
          label={t("signIn.password")}
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxLength={200}
          value={password()}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <FieldError id="sign-in-error" error={error()} />
        <Button type="submit" variant="primary" size="l" wide busy={busy()}>
          {t("signIn.go")}
        </Button>
        <p class={styles.hint}>{t("signIn.hint")}</p>
      </form>
    </main>
  );
}
