import { staffMessages } from "../staff/messages/messages.ts";
import { kitchenMessages } from "./messages/messages.ts";

export { KitchenPage as Page } from "./KitchenPage.tsx";
export const prepare = async (): Promise<void> => {
  await Promise.all([kitchenMessages.prepare(), staffMessages.prepare()]);
};
