import { maxTip } from "@tureen/shared/bill/decide";
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import { isOpen } from "../../bill/own-payments.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import type { OwnReceipt } from "../model/receipts.ts";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { payMessages } from "./messages/messages.ts";
import { OfflineNote, PayButton } from "./PayButton.tsx";
import { PayForm } from "./PayForm.tsx";
import { PayProgress } from "./PayProgress.tsx";
import styles from "./PaySheet.module.css";
import { createPayDraft } from "./pay-choice.ts";

/** After a change of what would be paid, the button rests so that nobody pays what they did not read. */
const REST_MS = 800;

/** Codes after which the same choice can be sent again as it comes to now. */
const RETRIED: ReadonlySet<string> = new Set([
  ...["too-old", "already-paid", "being-paid", "amount-differs", "not-on-bill", "internal"],
]);

/** What to pay, exactly; then how the payment goes, until it is paid or is known not to be. */
export function PaySheet(props: {
  readonly bill: DinerBill;
  readonly receipts: readonly OwnReceipt[];
  /** The order that is paid by itself, if it was asked for. */
  readonly round?: string | undefined;
  readonly onClose: () => void;
}) {
  const { t } = payMessages;
  const { session } = useTable();
  const draft = createPayDraft(props.bill, props.round);
  // One that was begun before this sheet was opened is gone on with.
  const [sentKey, setSentKey] = createSignal(props.bill.open()?.key);
  const [sending, setSending] = createSignal(false);
  const [resting, setResting] = createSignal(false);
  /** What was to be paid before others changed it, until the payer chooses again. */
  const [was, setWas] = createSignal<number>();
  const currency = () => props.bill.bill().currency;
  const sent = () => props.bill.wishes().find(({ key }) => key === sentKey());
  const due = createMemo(() => draft.plan().amount + draft.tipMinor());
  const isOffline = () => session.link() !== "online";
  const problem = createMemo(() => {
    const { problem, amount } = draft.plan();
    if (problem) return problem;
    const tip = draft.tip();
    if (tip?.kind === "own" && tip.amount === null) return "tip";
    return draft.tipMinor() > maxTip(amount, currency()) ? "tip" : undefined;
  });
  const canRetry = () => {
    const state = sent()?.state;
    return state?.kind === "rejected" && RETRIED.has(state.code) && !problem() && !isOffline();
  };

  // What is the payer's own doing: what they chose, and how the payment that they sent goes on.
  const ownDoing = createMemo(() =>
    JSON.stringify([
      ...[draft.kind(), [...draft.of()], draft.unclaimed(), draft.chosenPayers(), draft.amount()],
      ...[draft.tip(), sentKey(), sent()?.state.kind],
    ]),
  );
  let rest: ReturnType<typeof setTimeout> | undefined;
  function setRest(isResting: boolean) {
    clearTimeout(rest);
    setResting(isResting);
    if (isResting) rest = setTimeout(() => setResting(false), REST_MS);
  }
  onCleanup(() => clearTimeout(rest));
  // Both at once: two effects would run in any order, and take one's own tap for somebody else's.
  createEffect(
    on([ownDoing, due] as const, ([doing], before) => {
      if (!before) return;
      const [didBefore, dueBefore] = before;
      const isOwn = doing !== didBefore;
      setWas((was) => (isOwn ? undefined : (was ?? dueBefore)));
      setRest(!isOwn);
    }),
  );

  async function pay(): Promise<void> {
    // One payment at a time, however often it is tapped.
    const open = props.bill.wishes().some(isOpen);
    if (problem() || isOffline() || resting() || sending() || open) return;
    setSending(true);
    try {
      const { mode, covers, payers, amount } = draft.plan();
      const wish = { mode, covers, payers, amount, tip: draft.tipMinor() };
      setSentKey(await session.wish(wish));
    } finally {
      setSending(false);
    }
  }

  const payButton = () => (
    <PayButton
      isOffline={isOffline()}
      busy={resting() || sending()}
      disabled={problem() !== undefined}
      onPay={() => void pay()}
    >
      {problem() === "nothing" ? t("pay") : t("payFor", { price: moneyText(due(), currency()) })}
    </PayButton>
  );

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={sent() ? t("yourPayment") : t("payTitle")}
      footer={
        <Show
          when={sent()}
          fallback={
            <>
              <Show when={resting()}>
                <p class={styles.note} role="status">
                  {t("changed")}
                </p>
              </Show>
              <OfflineNote isOffline={isOffline()} />
              <div class={styles.buttons}>{payButton()}</div>
            </>
          }
        >
          {(own) => (
            <div class={styles.buttons}>
              <Show
                when={own().state.kind === "rejected" || isOver(own().state.kind)}
                fallback={
                  <Button class={styles.pay} size="l" onClick={() => props.onClose()}>
                    {t("close")}
                  </Button>
                }
              >
                <Button
                  class={styles.pay}
                  size="l"
                  variant={canRetry() ? "secondary" : "primary"}
                  onClick={() => setSentKey(undefined)}
                >
                  {t("again")}
                </Button>
                <Show when={canRetry()}>{payButton()}</Show>
              </Show>
            </div>
          )}
        </Show>
      }
    >
      <Show
        when={sent()}
        fallback={
          <PayForm
            bill={props.bill}
            draft={draft}
            round={props.round}
            was={was() === due() ? undefined : was()}
          />
        }
      >
        {(own) => <PayProgress own={own()} bill={props.bill} receipts={props.receipts} />}
      </Show>
    </Sheet>
  );
}

function isOver(kind: string): boolean {
  return kind === "failed" || kind === "lapsed";
}
