import { createMessages } from "../../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences about when a restaurant takes orders, for its staff. */
export const serviceMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
