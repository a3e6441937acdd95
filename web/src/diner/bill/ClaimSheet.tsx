import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import type { SharedLine } from "@tureen/shared/bill/shares";
import { createMemo, createSignal, For, Show } from "solid-js";
import { claimScene, claimSteps, equalParts, isSharedAnyway, outcomeOf } from "../../bill/claim.ts";
import { portionsText } from "../../bill/portions.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { ClaimEqual } from "./ClaimEqual.tsx";
import { ClaimLeft } from "./ClaimLeft.tsx";
import { ClaimRow } from "./ClaimRow.tsx";
import { ClaimSettled } from "./ClaimSettled.tsx";
import styles from "./ClaimSheet.module.css";
import { LineShares } from "./LineShares.tsx";
import { payMessages } from "./messages/messages.ts";

/**
 * How much of a dish the reader pays. What is chosen holds at once, and everybody sees it. Only what is
 * left to take is offered, so that what stands beside a choice is what will be paid for it.
 */
export function ClaimSheet(props: {
  readonly bill: DinerBill;
  readonly shared: SharedLine;
  readonly onClose: () => void;
}) {
  const { t } = payMessages;
  const { session } = useTable();
  const line = () => props.shared.line;
  const currency = () => props.bill.bill().currency;
  const scene = createMemo(() =>
    claimScene(props.bill.view(), props.bill.bill(), line(), session.me),
  );
  const outcome = (parts: number | null) =>
    outcomeOf(props.bill.view(), props.bill.bill(), line(), session.me, parts);
  const isSettled = () => scene().left === 0;
  const isRest = () => scene().free < lengthOf(line().live);

  /** Among how many it was said to be shared; undefined: all who share it, however many they become. */
  const [wanted, setWanted] = createSignal<number>();
  const among = () => wanted() ?? Math.max(2, scene().sharers.length);
  const isSharedAsIs = () => isSharedAnyway(line(), scene(), among());
  const equalShare = () => equalParts(scene().free, among(), scene().sharers.indexOf(session.me));
  /** It was the equal share that was tapped, not the step that comes to the same. */
  const [equal, setEqual] = createSignal(false);

  const chosen = (): number | "equal" | "other" => {
    const { said, now, free } = scene();
    if (said === null && now.parts > 0 && isSharedAsIs()) return "equal";
    if (said !== null && said !== now.parts) return "other";
    if (equal() && now.parts === equalShare()) return "equal";
    if (claimSteps(free).includes(now.parts)) return now.parts;
    return free > 0 && now.parts === equalShare() ? "equal" : "other";
  };

  const claim = (parts: number | null) =>
    void session.claim(line(), parts === null ? null : scene().settled + parts);
  const step = (parts: number) => {
    if (parts === 0) return t("claimNone");
    if (parts === scene().free) return t(isRest() ? "claimRest" : "claimAll");
    if (parts % PORTION === 0) return t("claimPortions", { count: parts / PORTION });
    return t("claimPart", { parts: portionsText(parts) });
  };
  /** What is so by itself, or less than was said because others said it too. */
  const other = () => {
    const { said, now } = scene();
    const parts = portionsText(now.parts);
    if (said === null || said === now.parts) return t("claimOther", { parts });
    return t("claimLess", { wanted: portionsText(said), parts });
  };
  const isBack = () => scene().said === null || scene().now.parts === scene().unsaid.parts;

  function chooseStep(parts: number | null): void {
    setEqual(false);
    claim(parts);
  }

  function chooseEqual(count: number): void {
    setWanted(count === scene().sharers.length ? undefined : count);
    setEqual(true);
    claim(isSharedAsIs() ? null : equalShare());
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
              class={isBack() ? styles.kept : undefined}
              variant="quiet"
              icon="undo"
              onClick={() => chooseStep(null)}
            >
              {t("claimDefault", { parts: step(scene().unsaid.parts) })}
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
            <ClaimLeft bill={props.bill} scene={scene()} rest={outcome(scene().free)} />
            <Show when={chosen() === "other"}>
              <ClaimRow chosen amount={scene().now.amount} currency={currency()}>
                {other()}
              </ClaimRow>
            </Show>
            <For each={claimSteps(scene().free)}>
              {(parts) => (
                <ClaimRow
                  chosen={chosen() === parts}
                  amount={outcome(parts).amount}
                  currency={currency()}
                  onChoose={() => chooseStep(parts)}
                >
                  {step(parts)}
                </ClaimRow>
              )}
            </For>
            <Show when={scene().free > 0}>
              <ClaimEqual
                chosen={chosen() === "equal"}
                among={among()}
                share={outcome(isSharedAsIs() ? null : equalShare())}
                currency={currency()}
                isRest={isRest()}
                sharedWith={
                  isSharedAsIs()
                    ? scene()
                        .sharers.filter((diner) => diner !== session.me)
                        .map((diner) => props.bill.people.nameOf(diner))
                    : undefined
                }
                onChoose={chooseEqual}
              />
            </Show>
          </fieldset>
          <LineShares bill={props.bill} shared={props.shared} />
        </Show>
      </div>
    </Sheet>
  );
}
