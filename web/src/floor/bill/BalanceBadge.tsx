import { Badge } from "../../platform/ui/Badge.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { floorBillMessages } from "./messages/messages.ts";

/** How a table stands with its bill: what is left of it, or what has to be given back, or that it is paid. */
export function BalanceBadge(props: {
  readonly of: { readonly balance: number; readonly overpaid?: number | undefined };
  readonly currency: string;
}) {
  const { t } = floorBillMessages;
  const overpaid = () => props.of.overpaid ?? 0;
  const tone = () => {
    if (overpaid() > 0) return "bad";
    return props.of.balance === 0 ? "good" : "warn";
  };
  const text = () => {
    const { balance } = props.of;
    if (overpaid() > 0) return t("toGiveBack", { price: moneyText(overpaid(), props.currency) });
    if (balance === 0) return t("allPaid");
    return t("leftOf", { price: moneyText(balance, props.currency) });
  };
  return (
    <Badge tone={tone()} icon={overpaid() > 0 ? "alert" : "bill"}>
      {text()}
    </Badge>
  );
}
