import { landingMessages } from "./messages/messages.ts";

export { LandingPage as Page } from "./LandingPage.tsx";
export const prepare = () => landingMessages.prepare();
