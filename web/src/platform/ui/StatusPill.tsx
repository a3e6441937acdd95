import { Badge, type Tone } from "./Badge.tsx";
import type { IconName } from "./Icon.tsx";
import { uiMessages } from "./messages/messages.ts";

/** Order status as in shared; every one has its words, an icon and a tone. */
export type PillStatus = "placed" | "accepted" | "preparing" | "ready" | "served" | "cancelled";

const LOOK: Readonly<Record<PillStatus, { tone: Tone; icon: IconName }>> = {
  placed: { tone: "copper", icon: "receipt" },
  accepted: { tone: "info", icon: "check" },
  preparing: { tone: "warn", icon: "flame" },
  ready: { tone: "good", icon: "bell" },
  served: { tone: "neutral", icon: "check" },
  cancelled: { tone: "bad", icon: "close" },
};

/** Where an order is, in words. */
export function StatusPill(props: { readonly status: PillStatus }) {
  return (
    <Badge tone={LOOK[props.status].tone} icon={LOOK[props.status].icon}>
      {uiMessages.t(`status.${props.status}`)}
    </Badge>
  );
}
