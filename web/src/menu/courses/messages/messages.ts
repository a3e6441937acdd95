import { createMessages } from "../../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences about the courses of a meal, for managers. */
export const courseMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
