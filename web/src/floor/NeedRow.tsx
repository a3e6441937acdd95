import { createSignal, Match, Show, Switch } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Icon, type IconName } from "../platform/ui/Icon.tsx";
import { moneyText } from "../platform/ui/Money.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { agoText, dinerName, durationText } from "../staff/words.ts";
import type { Need } from "./floor.ts";
import type { FloorActions } from "./floor-actions.ts";
import styles from "./NeedRow.module.css";

/** Whether nothing on this page settles it. */
function isToLookAt({ kind }: Need): boolean {
  return kind === "expiring" || kind === "left" || kind === "unseen";
}

/** One thing that needs the waiter: where, what, since when, and the button that settles it. */
export function NeedRow(props: {
  readonly need: Need;
  readonly currency: string;
  readonly now: number;
  readonly actions: FloorActions;
  readonly onLook: () => void;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);

  async function settle(): Promise<void> {
    const { need } = props;
    if (isToLookAt(need)) return props.onLook();
    setBusy(true);
    if (need.kind === "call") await props.actions.answerCall(need.session, need.diner);
    else if (need.kind === "ready") await props.actions.serve(need.order);
    else if (need.kind === "alarm") await props.actions.rotatePin(need.session);
    setBusy(false);
  }

  const icon = (): IconName => {
    const { need } = props;
    if (need.kind === "alarm" || need.kind === "unseen") return "alert";
    if (need.kind === "left") return "bill";
    if (need.kind === "call") return need.call === "bill" ? "bill" : "bell";
    return need.kind === "ready" ? "flame" : "clock";
  };
  const what = () => {
    const { need } = props;
    if (need.kind === "call") return t(`need.${need.call}`);
    if (need.kind === "alarm") return t("need.alarm");
    if (need.kind === "left") {
      return t("need.left", { price: moneyText(need.balance, props.currency) });
    }
    if (need.kind === "ready" || need.kind === "unseen") {
      return t(`need.${need.kind}`, { number: String(need.order.number) });
    }
    const left = need.at - props.now;
    return left < 60_000 ? t("need.expired") : t("need.expiring", { time: durationText(left) });
  };

  return (
    <li class={styles.row} data-kind={props.need.kind}>
      <button type="button" class={styles.place} onClick={() => props.onLook()}>
        <span class={styles.table}>
          <bdi>{props.need.table.label}</bdi>
        </span>
        <span class={styles.what}>
          <span class={styles.sentence}>
            <Icon name={icon()} size={20} />
            <span>
              <Show when={props.need.kind === "call" && props.need}>
                {(need) => (
                  <>
                    <bdi class={styles.who}>{dinerName(need().diner)}</bdi>{" "}
                  </>
                )}
              </Show>
              {what()}
            </span>
          </span>
          <Show when={props.need.kind !== "expiring" && props.need.kind !== "left"}>
            <span class={styles.when}>
              {agoText(props.now - props.need.at)}
              <Show when={props.need.kind === "alarm" && props.need}>
                {(need) => <> · {t("alarmTries", { count: need().alarm.wrongPins })}</>}
              </Show>
            </span>
          </Show>
        </span>
      </button>
      <Button
        variant={isToLookAt(props.need) ? "secondary" : "primary"}
        busy={busy()}
        onClick={() => void settle()}
      >
        <Switch fallback={t("look")}>
          <Match when={props.need.kind === "call"}>{t("onIt")}</Match>
          <Match when={props.need.kind === "alarm"}>{t("rotate")}</Match>
          <Match when={props.need.kind === "ready"}>{t("served")}</Match>
        </Switch>
      </Button>
    </li>
  );
}
