import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  whenToCome: "什么时候上？",
  atOnce: "马上",
  courseWaits: "{course}：等您准备好再上",
  courseComing: "{course}：马上就来",
};
