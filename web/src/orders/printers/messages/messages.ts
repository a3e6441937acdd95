import { createMessages } from "../../../platform/i18n/messages.ts";
import { messages as en } from "./en.ts";

/** Sentences about a kitchen's printers. */
export const printerMessages = createMessages(en, {
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
  zh: () => import("./zh.ts"),
  ar: () => import("./ar.ts"),
});
