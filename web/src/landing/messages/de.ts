import type { MessagesOf } from "../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  motto: "Ein Tisch, ein Warenkorb",
  explain:
    "Scanne den Code auf deinem Tisch mit der Handykamera. Alle am Tisch bestellen zusammen, jeder mit dem eigenen Handy. Ohne Konto, ohne Installation.",
  code: "Oder gib den Code des Tisches ein",
  go: "Zum Tisch",
  staff: "Personal",
  kitchen: "Küche",
};
