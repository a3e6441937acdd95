import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "Beleg {number}",
  refund: "Rückgabe {number}",
  table: "Tisch {table}",
  taxNumber: "Steuernummer: {number}",
  bill: "Von der Rechnung",
  back: "Von der Rechnung zurück",
  notOfDish: "Von der Rechnung, ohne bestimmtes Gericht",
  paidBefore: "Schon gezahlt, ohne Gerichte zu nennen",
  reducedIn: "Rabatte, schon abgezogen",
  serviceIn: "Darin Bedienung",
  rounding: "Gerundet auf Münzen",
  sum: "Bezahlt",
  sumBack: "Zurückgegeben",
  method: "Zahlungsart",
  rate: "Steuer",
  net: "Netto",
  tax: "Steuerbetrag",
  gross: "Brutto",
  print: "Drucken",
  proof: "Kann man diesem Beleg trauen?",
  broken: "Passt nicht zum Kassenbuch des Restaurants",
  brokenText:
    "Der Eintrag zu diesem Beleg ist nicht der, der einmal aufgeschrieben wurde. Bitte zeig das dem Restaurant und behalte deine Kopie.",
  details: "Für alle, die nachprüfen",
  unknown: "Diesen Beleg gibt es nicht",
  unknownText: "Bitte prüfe den Link. Das Restaurant kann ihn dir auch zeigen.",
  unreachable: "Der Beleg konnte nicht geladen werden",
  tableTitle: "Beleg {number} für den ganzen Tisch",
  replaces: "Ersetzt Beleg {number}: Die Rechnung hat sich seitdem geändert.",
  replacedBy: "Die Rechnung hat sich seit diesem Beleg geändert.",
  seeNewer: "Den neueren ansehen",
  taxAdded: "Steuer",
  sumsUp: "Fasst diese Belege zusammen",
  counted: "Sie zählen in den Büchern des Restaurants. Dieser hier fasst sie nur zusammen.",
  signing: "Signatur",
  "signing.none": "Dieses Restaurant verwendet kein Signaturgerät.",
  "signing.pending":
    "Noch nicht signiert: Das Signaturgerät hat nicht geantwortet. Lade diese Seite später noch einmal.",
  "signing.signed": "Signiert vom Signaturgerät des Restaurants.",
  "signing.plain":
    "Signiert von der Software des Restaurants. Sie ist kein zertifiziertes Signaturgerät.",
  device: "Gerät",
  signedAt: "Wann",
  counter: "Signatur Nr.",
  transaction: "Transaktion",
  signature: "Signatur",
  anchored: "Bewiesen bis Anker {number} vom {time}",
  anchoredText:
    "Diese Seite hat es selbst nachgerechnet: Der Text oben ist der, der im Kassenbuch des Restaurants stand, als Anker {number} veröffentlicht wurde.",
  waiting: "Unverändert, noch ohne Anker",
  waitingText:
    "Der Server des Restaurants findet ihn im Kassenbuch so, wie er geschrieben wurde. In etwa einer Viertelstunde wird ein Anker veröffentlicht; dann kann diese Seite es selbst nachrechnen. Lade sie später noch einmal.",
  means:
    "Ein Anker ist eine Zahl, die für alle Einträge des Kassenbuchs bis dahin steht. Wer sie aufbewahrt hat, erkennt, ob davor etwas geändert, entfernt oder eingefügt wurde.",
  meansNot:
    "Es heißt nicht, dass Gerichte oder Steuern stimmen. Und alles kommt vom Server des Restaurants: Dass nicht das ganze Kassenbuch neu geschrieben wurde, beweist ein Anker, den jemand anderswo aufbewahrt hat. Dieser Browser merkt sich den, der ihm gezeigt wurde.",
  entry: "Eintrag {entry} im Kassenbuch; der neueste ist {head}",
  anchor: "Anker {number}, über die Einträge {first} bis {last}",
  published: "Alle veröffentlichten Anker",
};
