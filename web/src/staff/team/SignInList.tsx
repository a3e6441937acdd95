import { createSignal, For, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { whenText } from "../../platform/ui/when.ts";
import { createReading } from "./create-reading.ts";
import { teamMessages } from "./messages/messages.ts";
import { ReadingView } from "./ReadingView.tsx";
import styles from "./TeamPage.module.css";
import { personName, type SignIn, sayFailure } from "./team.ts";

/** Every device on which somebody of the staff is signed in, and the button that ends it. */
export function SignInList(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = teamMessages;
  const reading = createReading(async () => (await call("listSignIns", {})).signIns, props.endedBy);
  const [busy, setBusy] = createSignal<string>();

  async function revoke(signIn: SignIn): Promise<void> {
    setBusy(signIn.id);
    try {
      await call("revokeSignIn", { params: { signInId: signIn.id }, body: {} });
      toast(t("revoked", { name: personName(signIn) }), { icon: "check" });
    } catch (error) {
      sayFailure(error, props.endedBy);
    } finally {
      setBusy(undefined);
    }
    // After ending one's own this finds out that one is signed out.
    await reading.read();
  }

  return (
    <ReadingView reading={reading}>
      {(signIns) => (
        <ul class={styles.list}>
          <For each={signIns()}>
            {(signIn) => (
              <li class={styles.row}>
                <div class={styles.main}>
                  <p class={styles.name}>
                    <bdi>{personName(signIn)}</bdi>
                    <Badge>{t(`role.${signIn.role}`)}</Badge>
                    <Show when={signIn.own}>
                      <Badge tone="good">{t("thisDevice")}</Badge>
                    </Show>
                  </p>
                  <p class={styles.facts}>
                    <span>{t("since", { time: whenText(signIn.createdAt) })}</span>
                    <span>{t("lastUsed", { time: whenText(signIn.lastSeenAt) })}</span>
                  </p>
                </div>
                <Button
                  aria-label={t("revokeLabel", { name: personName(signIn) })}
                  busy={busy() === signIn.id}
                  onClick={() => void revoke(signIn)}
                >
                  {t("revoke")}
                </Button>
              </li>
            )}
          </For>
        </ul>
      )}
    </ReadingView>
  );
}
