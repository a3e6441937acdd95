import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  hours: "Öffnungszeiten",
  toHours: "Wann Bestellungen angenommen werden",
  back: "Zurück",
  hoursLead:
    "Gäste können bestellen, solange geöffnet ist, bis zur letzten Bestellung. Was später ankommt, wird nicht bestellt, und der Gast erfährt es.",
  alwaysOpen: "Immer geöffnet: Bestellungen jederzeit",
  closed: "Geschlossen",
  from: "Öffnet",
  until: "Schließt",
  addTime: "Zeiten hinzufügen",
  removeTime: "Diese Zeiten entfernen",
  timesWrong: "Bitte beide Zeiten angeben.",
  midnightHint: "Zeiten nach Mitternacht gehören bis {hour}:00 Uhr zum Abend davor.",
  lastOrders: "Letzte Bestellung",
  lastOrdersHint: "Minuten vor Schluss",
  lastOrdersWrong: "Bitte eine Zahl von 0 bis 240.",
  exceptions: "Andere Tage",
  exceptionsHint: "Feiertage, Ruhetage, besondere Zeiten.",
  addException: "Tag hinzufügen",
  removeException: "Diesen Tag entfernen",
  openOnThese: "Geöffnet",
  firstDay: "Erster Tag",
  lastDay: "Letzter Tag",
  save: "Speichern",
  saved: "Gespeichert",
  pause: "Bestellungen pausieren",
  pauseTitle: "Bestellungen pausieren",
  pauseText:
    "Die Telefone zeigen es sofort. Die Pause endet von selbst oder früher, wenn Sie es wollen.",
  resume: "Wieder annehmen",
  soldOutForGood: "Bis Sie es ändern",
  soldOutUntil: "Bis {time}",
  forGood: "Bis auf Weiteres",
  untilTomorrow: "Bis morgen",
  untilTime: "Bis zu dieser Zeit",
  paused: {
    one: "Keine Bestellungen bis {time}: noch {count} Minute",
    other: "Keine Bestellungen bis {time}: noch {count} Minuten",
  },
  minutes: {
    one: "{count} Minute",
    other: "{count} Minuten",
  },
};
