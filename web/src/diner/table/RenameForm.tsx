import { MAX_NAME_LENGTH } from "@tureen/shared/platform/limits";
import { createEffect, createSignal, Show } from "solid-js";
import { codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { forgetName, rememberName } from "../model/seat.ts";
import { useTable } from "./context.ts";
import styles from "./RenameForm.module.css";

/** Changes the diner's own name, or erases it. */
export function RenameForm() {
  const { t } = dinerMessages;
  const { session } = useTable();
  const [name, setName] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const known = () => session.knownName(session.me) ?? "";
  createEffect(() => setName(known()));
  const changed = () => name().trim() !== "" && name().trim() !== known();

  function save(event: SubmitEvent) {
    event.preventDefault();
    if (!changed()) return;
    void attempt(async () => {
      await session.rename(name().trim());
      rememberName(name().trim());
    });
  }

  const erase = () =>
    attempt(async () => {
      await session.eraseName();
      forgetName();
    });

  async function attempt(change: () => Promise<void>) {
    if (busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      await change();
    } catch (failure) {
      setError(errorSentence(codeOf(failure)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class={styles.form} onSubmit={save}>
      <Field
        label={t("yourName")}
        value={name()}
        maxLength={MAX_NAME_LENGTH}
        autocomplete="given-name"
        error={error()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!changed()} busy={busy()}>
        {t("saveName")}
      </Button>
      <Show when={known() !== ""}>
        <Button class={styles.erase} variant="quiet" busy={busy()} onClick={() => void erase()}>
          {t("eraseName")}
        </Button>
      </Show>
    </form>
  );
}
