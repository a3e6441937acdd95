import { dinerMessages } from "../diner/messages/messages.ts";
import { learnStaffEndpoints } from "../platform/live/staff-endpoints.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import { replayMessages } from "./messages/messages.ts";

export { ReplayPage as Page } from "./ReplayPage.tsx";

/** A replay shows what diners and staff read, in their own pages' words. */
export async function prepare(): Promise<void> {
  learnStaffEndpoints();
  await Promise.all([replayMessages, staffMessages, dinerMessages].map((each) => each.prepare()));
}
