import type { MessagesOf } from "../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  motto: "طاولة واحدة، سلة واحدة",
  explain:
    "امسح الرمز الموجود على طاولتك بكاميرا هاتفك. يطلب الجميع معًا، كلٌّ من هاتفه. دون حساب ودون تثبيت.",
  code: "أو اكتب رمز الطاولة",
  go: "إلى الطاولة",
  staff: "الموظفون",
  kitchen: "المطبخ",
};
