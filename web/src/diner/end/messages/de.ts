import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  "end.closed": "Dieser Tisch wurde geschlossen",
  "end.expired": "Die Zeit dieses Tisches ist um",
  "end.gone": "Du bist nicht mehr an diesem Tisch",
  "end.left": "Du hast den Tisch verlassen",
  "end.restored": "Das System des Restaurants wurde zurückgesetzt",
  "endText.closed": "Schön, dass du da warst. Um wieder zu bestellen, scanne den Code am Tisch.",
  "endText.expired":
    "Hier ist eine Weile nichts passiert. Um wieder zu bestellen, scanne den Code am Tisch.",
  "endText.gone":
    "Jemand hat dieses Handy vom Tisch entfernt. Was du bestellt hast, bleibt dort. War das ein Versehen, frag nach der neuen PIN und scanne den Code nochmal.",
  "endText.left": "Was du bestellt hast, bleibt beim Tisch.",
  "endText.restored":
    "Dort fehlen die letzten Minuten dieses Tisches. Dieses Handy hat dem Personal gesagt, was es von Bestellungen und Zahlungen weiß. Um wieder zu bestellen, scanne den Code am Tisch.",
  notOrdered: "Nicht bestellt",
  "notOrdered.restored":
    "Das lag im Warenkorb. Es wird dir wieder angeboten, wenn du dich an den Tisch setzt. Was schon abgeschickt war, prüft erst das Personal.",
  "notOrdered.sure":
    "Das lag im Warenkorb und hat die Küche nicht erreicht. Es wurde nicht gekocht und wird nicht berechnet.",
  "notOrdered.asFarAsKnown":
    "Das lag im Warenkorb, als dieses Handy zuletzt Verbindung hatte. Wenn es niemand sonst am Tisch gesendet hat, wurde es nicht gekocht und wird nicht berechnet.",
  "notOrdered.unsaved":
    "Diese Gerichte von dir waren noch nicht gespeichert. Die letzten Änderungen sind vielleicht nicht am Tisch angekommen.",
  onlyOnPhone: "Es hatte dieses Handy noch nicht verlassen",
  startAgain: "Wieder zum Tisch",
  ordersOfTonight: "Was bestellt wurde",
  offer: {
    one: "{count} Gericht wurde nicht abgeschickt",
    other: "{count} Gerichte wurden nicht abgeschickt",
  },
  offerText: "Sie lagen vor der Unterbrechung in deinem Warenkorb.",
  offerUnsure:
    "Das hattest du schon abgeschickt. Frag das Personal, ob die Küche es hat, damit nichts doppelt gekocht wird.",
  offerAdd: "In den Warenkorb",
  offerAddUnsure: "Die Küche hat es nicht: in den Warenkorb",
  offerDrop: "Nicht mehr gewünscht",
};
