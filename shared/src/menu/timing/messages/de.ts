import type { MessagesOf } from "../../../platform/i18n/format.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  served: "Angeboten {when}",
  servedNever: "Nie angeboten",
  everyDay: "täglich",
  anyTime: "jederzeit",
  fromDate: "ab {date}",
  untilDate: "bis {date}",
  range: "{from}–{until}",
  aroundClock: "24 Stunden ab {time}",
  rule: "{price}, {when}",
  priceAt: "{price}: {when}",
  rounded: "{percent} (gerundet auf {price})",
  lessBy: "{amount} weniger",
  hours: "Öffnungszeiten",
  closed: "Geschlossen",
  lastOrders: {
    one: "Letzte Bestellung {count} Minute vor Schluss",
    other: "Letzte Bestellung {count} Minuten vor Schluss",
  },
};
