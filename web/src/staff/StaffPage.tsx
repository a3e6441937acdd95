import { staffMessages } from "./messages/messages.ts";
import { SessionGate } from "./SessionGate.tsx";
import { StaffScreen } from "./StaffScreen.tsx";
import { createStaffSession } from "./staff-session.ts";

/** The staff's pages, behind their sign-in. */
export function StaffPage() {
  const session = createStaffSession();
  return (
    <SessionGate session={session} title={staffMessages.t("title")}>
      {(member) => <StaffScreen session={session} member={member()} />}
    </SessionGate>
  );
}
