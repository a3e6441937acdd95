import { createMessages } from "../../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences of the managers' page about bills and taxes. */
export const billingMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
