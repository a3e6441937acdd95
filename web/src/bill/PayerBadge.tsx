import { Badge } from "../platform/ui/Badge.tsx";
import type { LinePayer } from "./line-facts.ts";
import { billMessages } from "./messages/messages.ts";
import { portionsText } from "./portions.ts";

/** How much of a dish somebody has paid, or is paying: "2 paid". */
export function PayerBadge(props: {
  readonly payer: LinePayer;
  /** What of the dish is charged, in parts of a portion. */
  readonly live: number;
}) {
  const { t } = billMessages;
  const text = () => {
    const { parts, paid } = props.payer;
    if (parts >= props.live) return t(paid ? "linePaid" : "lineReserved");
    return t(paid ? "partPaid" : "partReserved", { parts: portionsText(parts) });
  };
  return (
    <Badge tone={props.payer.paid ? "good" : "info"} icon={props.payer.paid ? "check" : "clock"}>
      {text()}
    </Badge>
  );
}
