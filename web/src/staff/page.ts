import { teamMessages } from "../team/messages/messages.ts";
import { staffMessages } from "./messages/messages.ts";

export { StaffPage as Page } from "./StaffPage.tsx";
export const prepare = () => Promise.all([staffMessages.prepare(), teamMessages.prepare()]);
