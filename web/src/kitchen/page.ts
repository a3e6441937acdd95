import { serviceMessages } from "../menu/service/messages/messages.ts";
import { learnStaffEndpoints } from "../platform/live/staff-endpoints.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import { kitchenMessages } from "./messages/messages.ts";

export { KitchenPage as Page } from "./KitchenPage.tsx";
export const prepare = async (): Promise<void> => {
  learnStaffEndpoints();
  await Promise.all([
    kitchenMessages.prepare(),
    staffMessages.prepare(),
    serviceMessages.prepare(),
  ]);
};
