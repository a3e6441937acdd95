import { staffMessages } from "../staff/messages/messages.ts";
import { teamMessages } from "../staff/team/messages/messages.ts";

export { StaffPage as Page } from "./StaffPage.tsx";
export const prepare = () => Promise.all([staffMessages.prepare(), teamMessages.prepare()]);
