import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  photoOf: "Foto von {dish}",
  none: "Noch kein Foto",
  choose: "Foto auswählen",
  replace: "Anderes auswählen",
  camera: "Foto aufnehmen",
  remove: "Foto entfernen",
  again: "Noch einmal",
  cancel: "Abbrechen",
  uploading: "Das Foto wird hochgeladen",
  sent: "{percent} gesendet",
  working: "Das Foto wird aufbereitet …",
  hint: "Oder ein Foto hierher ziehen oder einfügen. Ort und Kamera der Aufnahme werden nicht gespeichert.",
  focus: "Bleibt im Bild: {x} % von links, {y} % von oben",
  focusHint: "Tippen Sie auf das, was immer zu sehen sein soll. Pfeiltasten gehen auch.",
  inList: "In der Karte",
  inSheet: "Beim Gericht",
  "error.photo-type": "Das ist kein Foto. JPEG, PNG, WebP, AVIF und HEIC gehen.",
  "error.photo-heic":
    "Diese Art von HEIC kann hier nicht gelesen werden. Bitte das Foto als JPEG senden. In den iPhone-Einstellungen lässt Kamera → Formate → „Maximale Kompatibilität“ es JPEG aufnehmen.",
  "error.photo-broken": "Die Datei ist beschädigt oder unvollständig. Bitte eine andere wählen.",
  "error.photo-moving": "Bewegte Bilder können nicht gezeigt werden. Bitte ein Standbild wählen.",
  "error.photo-too-large": "Die Datei ist größer als 12 MB. Bitte eine kleinere wählen.",
  "error.photo-too-many-pixels":
    "Das Foto hat mehr als 50 Millionen Pixel. Bitte ein kleineres wählen.",
  "error.photos-full":
    "Mehr Fotos können nicht aufbewahrt werden. Bitte zuerst einige aus der Karte entfernen.",
};
