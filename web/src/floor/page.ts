import { billMessages } from "../bill/messages/messages.ts";
import { serviceMessages } from "../menu/service/messages/messages.ts";
import { learnStaffEndpoints } from "../platform/live/staff-endpoints.ts";
import { billingMessages } from "../staff/billing/messages/messages.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import { teamMessages } from "../staff/team/messages/messages.ts";
import { floorBillMessages } from "./bill/messages/messages.ts";
import { dayMessages } from "./day/messages/messages.ts";

export { StaffPage as Page } from "./StaffPage.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export async function prepare(): Promise<void> {
  learnStaffEndpoints();
  await Promise.all([
    staffMessages.prepare(),
    teamMessages.prepare(),
    billingMessages.prepare(),
    billMessages.prepare(),
    floorBillMessages.prepare(),
    dayMessages.prepare(),
    serviceMessages.prepare(),
  ]);
}
