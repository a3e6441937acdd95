import type { MessagesOf } from "../../i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  close: "Schließen",
  notices: "Hinweise",
  loading: "Lädt…",
  language: "Sprache",
  retry: "Nochmal versuchen",
  undo: "Rückgängig",
  reload: "Neu laden",
  "failed.page": "Diese Seite ist ausgefallen.",
  "failed.something":
    "Auf dieser Seite ist etwas schiefgegangen. Lade sie neu, wenn sie nicht tut, was sie soll.",
  "failed.part":
    "Ein Teil dieser Seite konnte nicht geladen werden. Prüfe die Verbindung oder lade die Seite neu.",
  "failed.release": "Es gibt eine neue Version. Bitte lade die Seite neu.",
  guest: "Gast {seat}",
  "status.placed": "In der Küche",
  "status.accepted": "Angenommen",
  "status.preparing": "In Zubereitung",
  "status.ready": "Fertig",
  "status.served": "Serviert",
  "status.cancelled": "Storniert",
  "error.network": "Keine Verbindung. Bitte Empfang prüfen und nochmal versuchen.",
  "error.timeout": "Das hat zu lange gedauert. Bitte nochmal versuchen.",
  "error.captive-portal":
    "Dieses Netz verlangt zuerst eine Anmeldung. Öffne dafür im Browser irgendeine andere Seite; hier geht es dann von selbst weiter.",
  "error.request": "Das war nicht verständlich. Bitte die Eingabe prüfen.",
  "error.edit-refused":
    "Eine Änderung auf diesem Handy wurde nicht angenommen. Der Tisch wurde neu geladen.",
  "error.not-found": "Hier ist nichts.",
  "error.table-unknown": "Dieser Code gehört zu keinem Tisch. Bitte frag das Personal.",
  "error.table-free": "Diesen Tisch hat noch niemand eröffnet.",
  "error.table-taken": "Dieser Tisch ist schon offen. Mit der PIN kannst du dazukommen.",
  "error.table-staff-opens": "Hier eröffnet das Personal die Tische. Bitte frag nach deiner PIN.",
  "error.pin-wrong": "Diese PIN stimmt nicht.",
  "error.pin-locked":
    "An diesem Tisch wurden zu viele falsche PINs eingegeben. Scanne den Code auf dem Handy von jemandem am Tisch oder frag das Personal.",
  "error.pin-wait":
    "Zu viele falsche PINs von hier. Bitte warte, oder scanne den Code auf dem Handy von jemandem am Tisch.",
  "error.join-link-old": "Diese Einladung gilt nicht mehr. Bitte frag nach der PIN des Tisches.",
  "error.table-full": "An diesem Tisch ist kein Platz mehr.",
  "error.rate-limited": "Zu viele Anfragen. Bitte warte kurz.",
  "error.signed-out": "Du bist nicht mehr angemeldet. Bitte melde dich neu an.",
  "error.not-allowed": "Das ist dir nicht erlaubt.",
  "error.credentials-wrong": "Name und Passwort passen nicht zusammen.",
  "error.session-closed": "Dieser Tisch wurde geschlossen.",
  "error.session-expired": "Die Sitzung dieses Tisches ist abgelaufen.",
  "error.session-unknown": "Diese Sitzung gibt es nicht.",
  "error.diner-gone": "Du bist nicht mehr an diesem Tisch.",
  "error.order-unknown": "Diese Bestellung gibt es nicht.",
  "error.order-moved": "Jemand anders hat diese Bestellung schon geändert.",
  "error.order-move-refused": "So lässt sich die Bestellung nicht ändern.",
  "error.item-unknown": "Dieses Gericht steht nicht auf der Karte.",
  "error.account-unknown": "Dieses Konto gibt es nicht.",
  "error.login-taken": "Ein Konto mit diesem Namen gibt es schon.",
  "error.last-manager": "Ein Restaurant braucht mindestens eine Leitung.",
  "error.sign-in-unknown": "Diese Anmeldung ist schon beendet.",
  "error.export-too-large": "Das ist zu viel für eine Datei. Bitte wähle einen kürzeren Zeitraum.",
  "error.restaurant-unknown": "Dieses Restaurant gibt es nicht.",
  "error.overloaded": "Gerade ist viel los. Gleich wird es nochmal versucht.",
  "error.server-too-old":
    "Hier wird gerade aktualisiert. Ihre Auswahl bleibt erhalten und wird danach gesendet.",
  "error.app-too-old":
    "Tureen wurde aktualisiert. Laden Sie die Seite neu; Ihre Auswahl bleibt erhalten.",
  "error.restarting": "Hier wird gerade neu gestartet. Gleich wird es nochmal versucht.",
  "error.storage-unavailable":
    "Gerade kann nicht gespeichert werden. Gleich wird es nochmal versucht.",
  "error.too-fast": "Das ging etwas zu schnell. Gleich geht es weiter.",
  "error.document-full": "Der Warenkorb dieses Tisches ist voll. Bitte frag das Personal.",
  "error.internal": "Bei uns ist etwas schiefgegangen.",
};
