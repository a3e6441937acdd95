import { createMessages } from "../../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences of the end of a table; apart from the others, since a guest who arrives needs none of them. */
export const endMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
