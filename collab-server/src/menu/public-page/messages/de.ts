import type { MessagesOf } from "@tureen/shared/platform/i18n/format";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  missing: "Hier ist keine Speisekarte",
  missingText:
    "Vielleicht ist die Adresse vertippt, oder das Restaurant zeigt seine Karte hier nicht. Im Restaurant: Scannen Sie den Code auf Ihrem Tisch.",
};
