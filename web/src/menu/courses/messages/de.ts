import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "Gänge",
  back: "Zurück",
  lead: "Der erste Gang wird gemacht, sobald er bestellt ist. Jeder spätere wartet, bis jemand vom Service oder am Pass ihn abruft. Zu welchem Gang etwas gehört, steht beim Gericht oder beim Abschnitt in der Karte; was zu keinem gehört, etwa Getränke, kommt sofort.",
  empty: "Es gibt keine Gänge: Alles wird gemacht, sobald es bestellt ist.",
  name: "{number}. Gang",
  translation: "{number}. Gang auf {language}",
  language: "In einer anderen Sprache",
  chooseLanguage: "Wählen",
  add: "Gang hinzufügen",
  removeLast: "Letzten Gang entfernen",
  save: "Speichern",
  saved: "Gespeichert. Gilt ab der nächsten Bestellung.",
  nameless: "Jeder Gang braucht einen Namen.",
};
