import { MAX_NAME_LENGTH } from "@tureen/shared/platform/limits";
import { STAFF_ROLES, type StaffRole } from "@tureen/shared/platform/roles";
import { createSignal, Show } from "solid-js";
import { ApiError, call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import styles from "./AccountSheet.module.css";
import { teamMessages } from "./messages/messages.ts";
import { NewPassword } from "./NewPassword.tsx";
import { type Credentials, refusalText, sayFailure } from "./team.ts";

/** The form for a new account, then its password. */
export function AddAccount(props: {
  readonly open: boolean;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
  readonly onMade: () => void;
}) {
  const [credentials, setCredentials] = createSignal<Credentials>();

  function close(): void {
    setCredentials(undefined);
    props.onClose();
  }

  return (
    <Sheet open={props.open} title={teamMessages.t("add")} onClose={close}>
      <Show
        when={credentials()}
        fallback={
          <AccountForm
            endedBy={props.endedBy}
            onMade={(made) => {
              setCredentials(made);
              props.onMade();
            }}
          />
        }
      >
        {(made) => <NewPassword credentials={made()} onDone={close} />}
      </Show>
    </Sheet>
  );
}

function AccountForm(props: {
  readonly endedBy: (error: unknown) => boolean;
  readonly onMade: (made: Credentials) => void;
}) {
  const { t } = teamMessages;
  const [name, setName] = createSignal("");
  const [login, setLogin] = createSignal("");
  const [role, setRole] = createSignal<StaffRole>("waiter");
  const [busy, setBusy] = createSignal(false);
  const [loginError, setLoginError] = createSignal<string>();

  async function create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    setLoginError(undefined);
    try {
      const body = { name: name(), login: login(), role: role() };
      props.onMade(await call("addStaff", { body }));
    } catch (error) {
      if (error instanceof ApiError && error.field === "login") {
        setLoginError(refusalText(codeOf(error)));
      } else {
        sayFailure(error, props.endedBy);
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class={styles.body} onSubmit={(event) => void create(event)}>
      <Field
        label={t("add.name")}
        required
        maxLength={MAX_NAME_LENGTH}
        autocomplete="off"
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Field
        label={t("add.login")}
        hint={t("add.loginHint")}
        error={loginError()}
        required
        minLength={2}
        maxLength={40}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={login()}
        onInput={(event) => setLogin(event.currentTarget.value)}
      />
      <SegmentedChoice
        label={t("role")}
        value={role()}
        options={STAFF_ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
        onChange={setRole}
      />
      <Button type="submit" variant="primary" size="l" wide busy={busy()}>
        {t("create")}
      </Button>
    </form>
  );
}
