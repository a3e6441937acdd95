import type { Outcome } from "../../bill/claim.ts";
import { billMessages } from "../../bill/messages/messages.ts";
import { portionsText } from "../../bill/portions.ts";
import { locale } from "../../platform/i18n/locale.ts";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { ClaimRow } from "./ClaimRow.tsx";
import styles from "./ClaimSheet.module.css";
import { payMessages } from "./messages/messages.ts";

/** Among more than this nobody divides a dish by hand. */
const MAX_AMONG = 20;

/** One of so many equal parts of what is left to take of a dish. It says only what the reader pays, nobody else. */
export function ClaimEqual(props: {
  readonly chosen: boolean;
  readonly among: number;
  readonly share: Outcome;
  readonly currency: string;
  /** Others have taken a part of the dish: it is the rest that is shared. */
  readonly isRest: boolean;
  /** With whom it is shared and divided anew when that changes; undefined for a part that stays as it is. */
  readonly sharedWith: readonly string[] | undefined;
  readonly onChoose: (among: number) => void;
}) {
  const { t } = payMessages;
  return (
    <>
      <ClaimRow
        chosen={props.chosen}
        amount={props.share.amount}
        currency={props.currency}
        onChoose={() => props.onChoose(props.among)}
      >
        {t(props.isRest ? "claimEqualRest" : "claimEqual")}
        <span class={styles.aside}>
          {t("claimEqualText", { among: props.among, parts: portionsText(props.share.parts) })}
        </span>
        <span class={styles.aside}>
          {props.sharedWith
            ? t("claimEqualWith", {
                names: new Intl.ListFormat(locale()).format(props.sharedWith),
              })
            : t("claimEqualOwn")}
        </span>
      </ClaimRow>
      <div class={styles.among}>
        <span aria-hidden="true">{billMessages.t("among")}</span>
        <Stepper
          value={props.among}
          min={2}
          max={MAX_AMONG}
          onChange={props.onChoose}
          label={billMessages.t("among")}
          decreaseLabel={billMessages.t("fewer")}
          increaseLabel={billMessages.t("more")}
        />
      </div>
    </>
  );
}
