import { formatMinor } from "@tureen/shared/platform/money";
import { locale } from "../../platform/i18n/locale.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { adjustmentName } from "../words.ts";
import { messages as en } from "./messages/en.ts";
import { teamMessages } from "./messages/messages.ts";
import type { Activity } from "./team.ts";

type Key = keyof typeof en;
type Told = Pick<Activity, "action" | "details">;

/** What was done, in words; an action that this version of the page does not know by its code. */
export function actionText({ action, details }: Told): string {
  const key = `action.${told(action, details)}`;
  return Object.hasOwn(en, key) ? teamMessages.t(key as Key) : action;
}

/** An action as it is told: some of them are the opposite of what they are called after. */
function told(action: string, details: Activity["details"]): string {
  if (action === "order.status" && details.to === "cancelled") return "order.cancel";
  if (action === "billing.keys" && details.set === false) return "billing.keysRemoved";
  return action;
}

/** What else is known of it: which change, by what means, how much, which receipt, and why. */
export function factsOf({ action, details }: Told, currency: string): readonly string[] {
  const { t } = teamMessages;
  const facts: string[] = [];
  const { kind, undoes, method, amount, tip, receipt, number, ofDay, reason } = details;
  const money = (minor: number) =>
    formatMinor(
      minor,
      typeof details.currency === "string" ? details.currency : currency,
      locale(),
    );
  if (action === "bill.adjust" && typeof kind === "string") facts.push(adjustmentName(kind));
  if (action === "bill.adjust" && typeof undoes === "string") facts.push(adjustmentName(undoes));
  if (action === "day.close" && typeof number === "number") {
    facts.push(t("fact.close", { number: String(number), ofDay: String(ofDay ?? 1) }));
  }
  if (method === "cash" || method === "card") facts.push(t(`fact.${method}`));
  if (typeof amount === "number") facts.push(money(amount));
  if (typeof tip === "number" && tip !== 0) facts.push(t("fact.tip", { price: money(tip) }));
  if (typeof receipt === "number") facts.push(t("fact.receipt", { number: String(receipt) }));
  if (typeof reason === "string" && reason) facts.push(reason);
  return facts;
}

/** Who did it; a name that was erased is somebody, a diner without one is called by seat. */
export function actorText(entry: Pick<Activity, "actorKind" | "actorId" | "actorName">): string {
  if (entry.actorName !== null) return entry.actorName;
  if (entry.actorKind === "server") return teamMessages.t("theSystem");
  const seat = entry.actorKind === "diner" ? /^d(\d+)$/.exec(entry.actorId ?? "")?.[1] : undefined;
  return seat ? uiMessages.t("guest", { seat: Number(seat) }) : teamMessages.t("somebody");
}
