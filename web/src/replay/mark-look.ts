import type { Tone } from "../platform/ui/Badge.tsx";
import type { IconName } from "../platform/ui/Icon.tsx";
import type { MarkKind, TimelineMark } from "./model/marks.ts";

const LOOK: Readonly<Record<MarkKind, { readonly icon: IconName; readonly tone: Tone }>> = {
  opened: { icon: "clock", tone: "neutral" },
  joined: { icon: "plus", tone: "neutral" },
  left: { icon: "leave", tone: "neutral" },
  call: { icon: "bell", tone: "warn" },
  confirmed: { icon: "send", tone: "copper" },
  ordered: { icon: "receipt", tone: "copper" },
  rejected: { icon: "alert", tone: "bad" },
  status: { icon: "flame", tone: "good" },
  cancelled: { icon: "close", tone: "bad" },
  offline: { icon: "cloudOff", tone: "info" },
  online: { icon: "cloud", tone: "info" },
  ended: { icon: "check", tone: "neutral" },
};

/** A mark's colour; its icon says the same. */
export function toneOf(kind: MarkKind): Tone {
  return LOOK[kind].tone;
}

/** A mark's icon; one of the kitchen's shows the step that was taken. */
export function iconOf(mark: TimelineMark): IconName {
  if (mark.kind !== "status" || mark.event?.kind !== "status") return LOOK[mark.kind].icon;
  switch (mark.event.to) {
    case "ready":
      return "bell";
    case "accepted":
    case "served":
      return "check";
    default:
      return "flame";
  }
}
