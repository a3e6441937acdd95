import { keyOf } from "@tureen/shared/bill/bill";
import { lengthOf } from "@tureen/shared/bill/ranges";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Adjustment, LineRef } from "@tureen/shared/table/document/types";
import { reductionText } from "../../bill/BillLineRow.tsx";
import { portionsText } from "../../bill/portions.ts";
import { moneyText } from "../../platform/ui/Money.tsx";
import { floorBillMessages } from "./messages/messages.ts";

/** What an adjustment did to a bill, in a sentence. */
export function entryText(what: Adjustment, view: SessionView): string {
  const { t } = floorBillMessages;
  const currency = view.session.currency ?? "";
  switch (what.kind) {
    case "void": {
      const parts = portionsText(lengthOf(what.ranges));
      return t("entry.void", { parts, dish: dishOf(what.on, view) });
    }
    case "discount":
    case "comp": {
      const dish = what.on ? dishOf(what.on, view) : t("wholeBill");
      const much = reductionText(what.kind === "comp" ? null : what.off, currency);
      return t("entry.discount", { dish, much });
    }
    case "charge":
      return t("entry.charge", { name: what.name, price: moneyText(what.amount, currency) });
    case "service-off":
      return t("act.service-off");
    case "service-mode":
      return t(`act.${what.mode}`);
    case "write-off":
      return t("entry.write-off", { price: moneyText(what.amount, currency) });
    case "reversal": {
      const undone = view.entries[what.entry];
      return undone ? `${t("act.reversal")}: ${entryText(undone.what, view)}` : t("act.reversal");
    }
  }
}

function dishOf(on: LineRef, view: SessionView): string {
  const line = view.orders[on.order]?.lines.find((each) => each.line === on.line);
  const charge = view.entries[on.line]?.what;
  return line?.name ?? (charge?.kind === "charge" ? charge.name : keyOf(on));
}
