import { keyOf } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { dinersPresent, type SharedLine } from "@tureen/shared/bill/shares";
import { createSignal, For, Show } from "solid-js";
import { amountFor, claimOf, claimSteps, equalParts, leftOf } from "../../bill/claim.ts";
import { billMessages } from "../../bill/messages/messages.ts";
import { portionsText } from "../../bill/portions.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { ClaimRow } from "./ClaimRow.tsx";
import { ClaimSettled } from "./ClaimSettled.tsx";
import styles from "./ClaimSheet.module.css";
import { LineShares } from "./LineShares.tsx";
import { payMessages } from "./messages/messages.ts";

/** Among more than this nobody divides a dish by hand. */
const MAX_AMONG = 20;

/** How much of a dish the reader pays. What is chosen holds at once, and everybody sees it. */
export function ClaimSheet(props: {
  readonly bill: DinerBill;
  readonly shared: SharedLine;
  readonly onClose: () => void;
}) {
  const { t } = payMessages;
  const { session } = useTable();
  const line = () => props.shared.line;
  const currency = () => props.bill.bill().currency;
  const present = () => dinersPresent(props.bill.view());
  const payers = () => props.bill.facts().get(keyOf(line()))?.payers ?? [];
  /** Those who may still take of what is left: who has paid their part does not. */
  const takers = () =>
    present().filter(
      (each) => each === session.me || !payers().some(({ diner }) => diner === each),
    );
  const place = () => takers().indexOf(session.me);
  const own = () => claimOf(props.bill.view(), props.shared, session.me);
  const left = () => leftOf(line());
  const isSettled = () => left() === 0;
  const [among, setAmong] = createSignal(Math.max(2, takers().length));
  /** It was the equal share that was tapped, not the step that comes to the same. */
  const [equal, setEqual] = createSignal(false);
  const equalShare = () => equalParts(line(), among(), place());
  const chosen = (): number | "equal" | "other" => {
    const now = own().parts;
    if (equal() && now === equalShare()) return "equal";
    if (claimSteps(line()).includes(now)) return now;
    return now === equalShare() ? "equal" : "other";
  };
  const claim = (count: number) => void session.claim(line(), own().settled + count);
  const amount = (count: number) =>
    amountFor(props.bill.view(), props.bill.bill(), line(), session.me, count);
  const step = (count: number) => {
    if (count === 0) return t("claimNone");
    if (count === left()) return t(count < lengthOf(line().live) ? "claimRest" : "claimAll");
    if (count % PORTION === 0) return t("claimPortions", { count: count / PORTION });
    return t("claimPart", { parts: portionsText(count) });
  };

  function chooseStep(count: number): void {
    setEqual(false);
    claim(count);
  }

  function chooseEqual(count: number): void {
    setAmong(count);
    setEqual(true);
    claim(equalShare());
  }

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={props.bill.nameOf(line())}
      footer={
        <div class={styles.footer}>
          {/* Its place is kept, so that nothing moves under the finger that makes it appear. */}
          <Show when={!isSettled()}>
            <Button
              class={own().said ? undefined : styles.kept}
              variant="quiet"
              icon="undo"
              onClick={() => chooseStep(own().fallback)}
            >
              {t("claimDefault", { parts: step(own().fallback) })}
            </Button>
          </Show>
          <Button variant="primary" size="l" wide onClick={() => props.onClose()}>
            {t("done")}
          </Button>
        </div>
      }
    >
      <div class={styles.parts}>
        <Show when={!isSettled()} fallback={<ClaimSettled bill={props.bill} line={line()} />}>
          <fieldset>
            <legend class={styles.title}>{t("claimTitle")}</legend>
            <Show when={chosen() === "other"}>
              <ClaimRow chosen amount={amount(own().parts)} currency={currency()}>
                {t("claimOther", { parts: portionsText(own().parts) })}
              </ClaimRow>
            </Show>
            <For each={claimSteps(line())}>
              {(count) => (
                <ClaimRow
                  chosen={chosen() === count}
                  amount={amount(count)}
                  currency={currency()}
                  onChoose={() => chooseStep(count)}
                >
                  {step(count)}
                </ClaimRow>
              )}
            </For>
            <ClaimRow
              chosen={chosen() === "equal"}
              amount={amount(equalShare())}
              currency={currency()}
              onChoose={() => chooseEqual(among())}
            >
              {t("claimEqual")}
              <span class={styles.aside}>
                {t("claimEqualText", { count: among(), parts: portionsText(equalShare()) })}
              </span>
            </ClaimRow>
            <div class={styles.among}>
              <span aria-hidden="true">{billMessages.t("among")}</span>
              <Stepper
                value={among()}
                min={2}
                max={MAX_AMONG}
                onChange={chooseEqual}
                label={billMessages.t("among")}
                decreaseLabel={billMessages.t("fewer")}
                increaseLabel={billMessages.t("more")}
              />
            </div>
          </fieldset>
          <LineShares bill={props.bill} shared={props.shared} />
        </Show>
      </div>
    </Sheet>
  );
}
