import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "An einem vergangenen Tag ausprobieren",
  lead: "Was Gäste an dem Tag bestellt haben, noch einmal mit dieser Karte und ihren Preisen. Es ändert nichts.",
  date: "Tag",
  try: "Ausprobieren",
  nothing: "An diesem Tag wurde nichts bestellt.",
  allGone: "Was an diesem Tag an den Tischen geschah, ist nicht mehr aufbewahrt.",
  sum: "Bestellt für {was} → {would} mit dieser Karte ({change})",
  same: "Bestellt für {was}, und genauso viel mit dieser Karte",
  sumHint: "Vor Rabatten und Stornos.",
  dishes: "Wo es einen Unterschied macht",
  dish: "Gericht",
  was: "An dem Tag",
  would: "Mit dieser Karte",
  sold: "{count} × · {price}",
  moreDishes: {
    one: "und {count} weiteres Gericht mit kleinerem Unterschied",
    other: "und {count} weitere Gerichte mit kleinerem Unterschied",
  },
  rejected: {
    one: "{count} Bestellung für {price} wäre abgelehnt worden",
    other: "{count} Bestellungen für zusammen {price} wären abgelehnt worden",
  },
  rejectedHint:
    "Eine Bestellung gilt als Ganzes: Ein Gericht, das es nicht gibt, hält auch den Rest auf.",
  accepted: {
    one: "{count} abgelehnte Bestellung wäre angenommen worden",
    other: "{count} abgelehnte Bestellungen wären angenommen worden",
  },
  more: { one: "und {count} weitere", other: "und {count} weitere" },
  notKept: {
    one: "{count} Bestellung war nicht auszuprobieren: Was an ihrem Tisch geschah, ist nicht mehr aufbewahrt.",
    other:
      "{count} Bestellungen waren nicht auszuprobieren: Was an ihren Tischen geschah, ist nicht mehr aufbewahrt.",
  },
  leftOut: {
    one: "Der Tag war zu lang, um ihn ganz auszuprobieren: {count} spätere Bestellung fehlt.",
    other: "Der Tag war zu lang, um ihn ganz auszuprobieren: {count} spätere Bestellungen fehlen.",
  },
  "why.off-menu": "{dish}: nicht mehr auf der Karte",
  "why.options-changed": "{dish}: eine Auswahl gibt es nicht mehr",
  "why.not-served": "{dish}: zu dieser Zeit nicht serviert",
  "why.other": "{dish}: war nicht zu haben",
  "why.whole": "Die Bestellung als Ganzes war nicht anzunehmen",
};
