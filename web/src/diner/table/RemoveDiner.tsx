import type { DinerId } from "@tureen/shared/table/document/types";
import { createMemo, createSignal, Show } from "solid-js";
import { codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import { useTable } from "./context.ts";
import styles from "./RemoveDiner.module.css";

/**
 * The host's question before somebody is taken off the table, with what comes of it. What they put
 * in the cart is the table's to keep or to take out: only phones write into the cart.
 */
export function RemoveDiner(props: { readonly diner: DinerId; readonly onDone: () => void }) {
  const { t } = dinerMessages;
  const { session } = useTable();
  const [busy, setBusy] = createSignal(false);
  const [takeOut, setTakeOut] = createSignal(true);
  const name = () => session.nameOf(props.diner);
  /** Lines of the cart that hold portions of theirs, with how many. */
  const theirs = createMemo(() => {
    const onTheirWay = session.onTheirWay();
    return new Map(
      session
        .cart()
        .filter(({ id }) => !onTheirWay.has(id))
        .map((line) => [line.id, line.portions[props.diner] ?? 0] as const)
        .filter(([, count]) => count > 0),
    );
  });
  const count = () => [...theirs().values()].reduce((sum, portions) => sum + portions, 0);

  async function remove() {
    setBusy(true);
    const who = name();
    try {
      await session.removeDiner(props.diner);
      toast(t("removedPerson", { name: who, pin: session.seat().pin }), { icon: "check" });
      if (takeOut()) await takeOutOfCart(who);
      props.onDone();
    } catch (error) {
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      setBusy(false);
    }
  }

  async function takeOutOfCart(who: string) {
    // Read now: since the question was asked they may have added more.
    const portions = theirs();
    if (portions.size === 0) return;
    if (!(await session.tapAll(portions, 1))) return;
    toast(t("takenOutOf", { name: who }), {
      action: { label: uiMessages.t("undo"), run: () => void session.tapAll(portions, -1) },
    });
  }

  return (
    <div class={styles.ask} role="alertdialog" aria-label={t("removeWho", { name: name() })}>
      <p class={styles.question}>{t("removeWho", { name: name() })}</p>
      <p class={styles.text}>{t("removeExplain")}</p>
      <Show when={count() > 0}>
        <Checkbox checked={takeOut()} onChange={setTakeOut}>
          {t("removeTakeOut", { count: count() })}
        </Checkbox>
      </Show>
      <div class={styles.answers}>
        <Button onClick={() => props.onDone()}>{t("keepPerson")}</Button>
        <Button variant="danger" busy={busy()} onClick={() => void remove()}>
          {t("removePerson")}
        </Button>
      </div>
    </div>
  );
}
