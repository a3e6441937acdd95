import { dueBeforeOrder } from "@tureen/shared/bill/rounds";
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { TakingNotice } from "../menu/TakingNotice.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { type Choice, planConfirm } from "../model/confirm-plan.ts";
import { dishName } from "../model/seen-dishes.ts";
import { ConfirmProgress } from "./ConfirmProgress.tsx";
import { useTable } from "./context.ts";
import { RejectionCard } from "./RejectionCard.tsx";
import { ReviewLines } from "./ReviewLines.tsx";
import styles from "./ReviewSheet.module.css";
import { RoundNotice } from "./RoundNotice.tsx";

/** After a change of what would be sent, the button rests so that nobody sends what they did not read. */
const REST_MS = 800;

/** The last look before the kitchen: which part, every line with its price, one clear button. */
export function ReviewSheet(props: {
  readonly choice: Choice;
  readonly onClose: () => void;
  /** It has been sent and seen: back to the menu. */
  readonly onDone: () => void;
  readonly onOrders: () => void;
}) {
  const { t } = dinerMessages;
  const table = useTable();
  const { session, entries, currency } = table;
  const [kind, setKind] = createSignal<Choice["kind"]>(props.choice.kind);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(
    props.choice.kind === "lines" ? props.choice.ids : new Set(entries().map((entry) => entry.id)),
  );
  const [sentId, setSentId] = createSignal<string>();
  const [sending, setSending] = createSignal(false);
  const [resting, setResting] = createSignal(false);

  const choice = (): Choice => {
    const current = kind();
    return current === "lines" ? { kind: current, ids: chosen() } : { kind: current };
  };
  const due = createMemo(() => dueBeforeOrder(session.view()));
  const takes = () => table.menu.taking().kind === "open";
  const plan = createMemo(() => planConfirm(entries(), choice(), session.onTheirWay()));
  const sent = () => {
    const id = sentId() ?? "";
    return session.confirms().find((info) => info.id === id || info.earlier.includes(id));
  };
  const rejection = () => {
    const state = sent()?.state;
    return state?.kind === "rejected" ? state.receipt : undefined;
  };
  const title = () => {
    const state = sent()?.state;
    if (state?.kind === "accepted") return t("orderNumber", { number: state.receipt.number });
    return sentId() ? t("yourOrder") : t("reviewTitle");
  };
  const stillChoosing = createMemo(() =>
    Object.entries(session.view().diners)
      .filter(([id, diner]) => !diner.gone && id !== session.me && !session.view().marks[id]?.ready)
      .map(([id]) => session.nameOf(id)),
  );

  const contents = createMemo(() =>
    JSON.stringify(
      plan().lines.map(({ line, quantity, unitPrice, entry }) => {
        return [line, quantity, unitPrice, entry.item?.name];
      }),
    ),
  );
  // Only changes that come from elsewhere: choosing another part is the reader's own doing.
  let ownKey = `${kind()}${[...chosen()]}`;
  createEffect(
    on(
      contents,
      () => {
        const key = `${kind()}${[...chosen()]}`;
        if (key !== ownKey) {
          ownKey = key;
          return;
        }
        setResting(true);
        const timer = setTimeout(() => setResting(false), REST_MS);
        onCleanup(() => clearTimeout(timer));
      },
      { defer: true },
    ),
  );

  async function send() {
    const { lines, total } = plan();
    if (lines.length === 0 || due() > 0 || !takes() || resting() || sending() || sentId()) return;
    // Until the document has it, which takes turns of its own: one confirm, however often it is tapped.
    setSending(true);
    try {
      const id = await session.confirm(
        lines.map(({ entry: _, ...line }) => line),
        total,
        table.index().menu.version,
      );
      setSentId(id);
    } finally {
      setSending(false);
    }
  }

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={title()}
      footer={
        <Show
          when={!sentId()}
          fallback={
            <Button size="l" wide onClick={props.onDone}>
              {t("backToMenu")}
            </Button>
          }
        >
          <Show when={stillChoosing().length > 0 && kind() === "all"}>
            <p class={styles.choosing}>
              {t("stillChoosing", {
                count: stillChoosing().length,
                names: new Intl.ListFormat(locale()).format(stillChoosing()),
              })}
            </p>
          </Show>
          <TakingNotice menu={table.menu} />
          <Button
            variant="primary"
            size="l"
            wide
            icon="send"
            disabled={plan().lines.length === 0 || due() > 0 || !takes()}
            busy={resting() || sending()}
            onClick={() => void send()}
          >
            {resting()
              ? t("cartChanged")
              : t("sendFor", { price: moneyText(plan().total, currency()) })}
          </Button>
        </Show>
      }
    >
      <Show
        when={sent()}
        fallback={
          <div class={styles.review}>
            <RoundNotice due={due()} />
            <SegmentedChoice
              label={t("whichPart")}
              hideLabel
              value={kind()}
              options={[
                { value: "all", label: t("partAll") },
                { value: "mine", label: t("partMine") },
                { value: "lines", label: t("partLines") },
              ]}
              onChange={setKind}
            />
            <Show when={plan().excluded.length > 0}>
              <div class={styles.excluded} role="status">
                <p>{t("excluded")}</p>
                <ul>
                  <For each={plan().excluded}>
                    {(entry) => (
                      <li dir="auto">
                        {dishName(entry.item, entry.line.item)} ·{" "}
                        {t(`problem.${entry.problem ?? "off-menu"}`)}
                      </li>
                    )}
                  </For>
                </ul>
              </div>
            </Show>
            <ReviewLines
              plan={plan()}
              choosing={kind() === "lines"}
              chosen={chosen()}
              onChoose={setChosen}
            />
          </div>
        }
      >
        {(info) => (
          <Show
            when={rejection()}
            fallback={
              <div class={styles.progress}>
                <ConfirmProgress info={info()} onOrders={props.onOrders} />
                <Show when={info().state.kind !== "accepted"}>
                  <p class={styles.hint}>{t("mayClose")}</p>
                </Show>
              </div>
            }
          >
            {(receipt) => (
              <RejectionCard
                info={info()}
                receipt={receipt()}
                onDismiss={() => {
                  table.dismissed.dismiss(info().id);
                  setSentId(undefined);
                }}
              />
            )}
          </Show>
        )}
      </Show>
    </Sheet>
  );
}
