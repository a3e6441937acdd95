import { createMessages } from "../../../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences about when things are served and what they cost at times. */
export const timingMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
