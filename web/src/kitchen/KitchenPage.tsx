import { SessionGate } from "../staff/SessionGate.tsx";
import { createStaffSession } from "../staff/staff-session.ts";
import { KitchenScreen } from "./KitchenScreen.tsx";
import { createKitchenTheme } from "./kitchen-theme.ts";
import { kitchenMessages } from "./messages/messages.ts";

/** The kitchen: behind the staff's sign-in, always dark. */
export function KitchenPage() {
  createKitchenTheme();
  const session = createStaffSession();
  return (
    <SessionGate session={session} title={kitchenMessages.t("title")}>
      {(member) => <KitchenScreen session={session} member={member()} />}
    </SessionGate>
  );
}
