import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  whenToCome: "いつお持ちしますか？",
  atOnce: "すぐに",
  courseWaits: "{course}：ご準備ができるまでお待ちします",
  courseComing: "{course}：まもなくお持ちします",
};
