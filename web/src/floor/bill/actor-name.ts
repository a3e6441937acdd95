import { floorBillMessages } from "./messages/messages.ts";
import type { BillAct } from "./table-bill.ts";

/** Who did something about a bill: a member of staff by name, as somebody once it is erased. */
export function actorName({ actor, name }: Pick<BillAct, "actor" | "name">): string {
  const { t } = floorBillMessages;
  if (name !== null) return name;
  return t(actor === "staff" ? "bySomebody" : actor === "diner" ? "byGuest" : "bySystem");
}
