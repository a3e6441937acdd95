import { createMessages } from "../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences of the staff's pages; the kitchen uses the sign-in and availability ones too. */
export const staffMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
