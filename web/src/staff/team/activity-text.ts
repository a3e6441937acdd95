import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { messages as en } from "./messages/en.ts";
import { teamMessages } from "./messages/messages.ts";
import type { Activity } from "./team.ts";

type Key = keyof typeof en;

/** What was done, in words; an action that this version of the page does not know by its code. */
export function actionText({ action, details }: Pick<Activity, "action" | "details">): string {
  const cancelled = action === "order.status" && details.to === "cancelled";
  const key = cancelled ? "action.order.cancel" : `action.${action}`;
  return Object.hasOwn(en, key) ? teamMessages.t(key as Key) : action;
}

/** Who did it; a name that was erased is somebody, a diner without one is called by seat. */
export function actorText(entry: Pick<Activity, "actorKind" | "actorId" | "actorName">): string {
  if (entry.actorName !== null) return entry.actorName;
  if (entry.actorKind === "server") return teamMessages.t("theSystem");
  const seat = entry.actorKind === "diner" ? /^d(\d+)$/.exec(entry.actorId ?? "")?.[1] : undefined;
  return seat ? uiMessages.t("guest", { seat: Number(seat) }) : teamMessages.t("somebody");
}
