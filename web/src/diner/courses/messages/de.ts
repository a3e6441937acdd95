import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  whenToCome: "Wann soll es kommen?",
  atOnce: "Sofort",
  courseWaits: "{course}: wartet, bis ihr so weit seid",
  courseComing: "{course}: ist unterwegs",
};
