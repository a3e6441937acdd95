import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import { createEffect, createSignal, on, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "./AccountSheet.module.css";
import { teamMessages } from "./messages/messages.ts";
import { NewPassword } from "./NewPassword.tsx";
import { type Account, type Credentials, personName, sayFailure } from "./team.ts";

/** Changes one account: its role, its password, and whether it may be used. */
export function AccountSheet(props: {
  /** Undefined: the sheet is closed. */
  readonly account: Account | undefined;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<void>;
}) {
  const { t } = teamMessages;
  const [credentials, setCredentials] = createSignal<Credentials>();
  const [busy, setBusy] = createSignal(false);
  createEffect(
    on(
      () => props.account?.userId,
      () => setCredentials(undefined),
    ),
  );

  async function run(work: () => Promise<void>): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      await work();
      await props.onChanged();
    } catch (error) {
      sayFailure(error, props.endedBy);
    } finally {
      setBusy(false);
    }
  }

  const change = (userId: string, body: { role?: Account["role"]; active?: boolean }) =>
    run(async () => {
      await call("changeStaff", { params: { userId }, body });
      toast(t("saved"), { tone: "good", icon: "check" });
    });
  const reset = (userId: string) =>
    run(async () => {
      setCredentials(await call("resetPassword", { params: { userId }, body: {} }));
    });

  return (
    <Show when={props.account}>
      {(account) => (
        <Sheet open title={personName(account())} onClose={() => props.onClose()}>
          <Show
            when={credentials()}
            fallback={
              <div class={styles.body}>
                <div class={styles.role}>
                  <SegmentedChoice
                    label={t("role")}
                    value={account().role}
                    options={STAFF_ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
                    onChange={(role) => void change(account().userId, { role })}
                  />
                </div>
                <div class={styles.part}>
                  <Button busy={busy()} onClick={() => void reset(account().userId)}>
                    {t("password.reset")}
                  </Button>
                  <p class={styles.text}>
                    {t("password.resetText", { name: personName(account()) })}
                  </p>
                </div>
                <div class={styles.part}>
                  {/* One button for both: one that goes away would take the focus with it. */}
                  <Button
                    variant={account().active ? "danger" : "secondary"}
                    busy={busy()}
                    data-intent={account().active}
                    onClick={() => void change(account().userId, { active: !account().active })}
                  >
                    {t(account().active ? "deactivate" : "activate")}
                  </Button>
                  <Show when={account().active}>
                    <p class={styles.text}>
                      {t("deactivateText", { name: personName(account()) })}
                    </p>
                  </Show>
                </div>
              </div>
            }
          >
            {(made) => <NewPassword credentials={made()} onDone={() => props.onClose()} />}
          </Show>
        </Sheet>
      )}
    </Show>
  );
}
