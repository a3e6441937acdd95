import { createMessages } from "../../i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences that every page shares: controls, order states, errors. */
export const uiMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
