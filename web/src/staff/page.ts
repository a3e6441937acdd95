import { staffMessages } from "./messages/messages.ts";

export { StaffPage as Page } from "./StaffPage.tsx";
export const prepare = () => staffMessages.prepare();
