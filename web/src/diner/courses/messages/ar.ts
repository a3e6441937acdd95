import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  whenToCome: "متى تريد أن يأتي؟",
  atOnce: "فورًا",
  courseWaits: "{course}: ينتظر حتى تكونوا مستعدين",
  courseComing: "{course}: في الطريق إليكم",
};
