import { staffMessages } from "../staff/messages/messages.ts";
import { SessionGate } from "../staff/SessionGate.tsx";
import { createStaffSession } from "../staff/staff-session.ts";
import { StaffScreen } from "./StaffScreen.tsx";

/** The staff's pages, behind their sign-in. */
export function StaffPage() {
  const session = createStaffSession();
  return (
    <SessionGate session={session} title={staffMessages.t("title")}>
      {(member) => <StaffScreen session={session} member={member()} />}
    </SessionGate>
  );
}
