import type { DemonstrationFaults } from "@tureen/shared/bill/endpoints";
import { createSignal, Show } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "./DayPage.module.css";
import { dayMessages } from "./messages/messages.ts";

const MAX_DELAY_S = 120;
const MAX_TIMES = 5;

/** Has the demonstration's card misbehave. Nothing where the restaurant has a real provider, or none. */
export function DemonstrationPanel(props: { readonly endedBy: (error: unknown) => boolean }) {
  const [faults, setFaults] = createSignal<DemonstrationFaults>();
  call("readDemonstration", {}).then(
    (answer) => setFaults(answer.faults),
    // Not the demonstration, or nobody knows: there is nothing to set here.
    (error: unknown) => void props.endedBy(error),
  );
  return (
    <Show when={faults()}>
      {(known) => <FaultsForm value={known()} onChange={setFaults} endedBy={props.endedBy} />}
    </Show>
  );
}

function FaultsForm(props: {
  readonly value: DemonstrationFaults;
  readonly onChange: (faults: DemonstrationFaults) => void;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = dayMessages;
  const [delay, setDelay] = createSignal(String(props.value.delayMs / 1000));
  const [busy, setBusy] = createSignal(false);
  const seconds = () => (/^\d{1,3}$/.test(delay().trim()) ? Number(delay()) : Number.NaN);
  const fits = () => seconds() <= MAX_DELAY_S;
  const set = (change: Partial<DemonstrationFaults>) =>
    props.onChange({ ...props.value, ...change });

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy() || !fits()) return;
    setBusy(true);
    const faults = { ...props.value, delayMs: seconds() * 1000 };
    try {
      await call("changeDemonstration", { body: { faults } });
      toast(t("saved"), { tone: "good", icon: "check" });
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class={`${styles.card} ${styles.screenOnly}`}
      onSubmit={(event) => void save(event)}
      novalidate
    >
      <h3 class={styles.tableTitle}>{t("demonstration")}</h3>
      <p class={styles.text}>{t("demonstrationText")}</p>
      <Checkbox checked={props.value.decline} onChange={(decline) => set({ decline })}>
        {t("decline")}
      </Checkbox>
      <Checkbox checked={props.value.reorder} onChange={(reorder) => set({ reorder })}>
        {t("reorder")}
      </Checkbox>
      <Checkbox
        checked={props.value.declineRaise}
        onChange={(declineRaise) => set({ declineRaise })}
      >
        {t("declineRaise")}
      </Checkbox>
      <Checkbox checked={props.value.expireHolds} onChange={(expireHolds) => set({ expireHolds })}>
        {t("expireHolds")}
      </Checkbox>
      <div class={styles.times}>
        <span>
          {t("news")} <span class={styles.hint}>{t("newsHint")}</span>
        </span>
        <Stepper
          value={props.value.times}
          min={0}
          max={MAX_TIMES}
          label={t("news")}
          decreaseLabel={t("fewer")}
          increaseLabel={t("more")}
          onChange={(times) => set({ times })}
        />
      </div>
      <Field
        label={t("delay")}
        name="delay"
        inputmode="numeric"
        autocomplete="off"
        maxLength={3}
        value={delay()}
        error={fits() ? undefined : t("delayWrong", { max: MAX_DELAY_S })}
        onInput={(event) => setDelay(event.currentTarget.value)}
      />
      <div class={styles.buttons}>
        <Button type="submit" size="l" busy={busy()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
