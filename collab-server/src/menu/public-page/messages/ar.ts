import type { MessagesOf } from "@tureen/shared/platform/i18n/format";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  missing: "لا توجد قائمة هنا",
  missingText:
    "ربما كُتب العنوان خطأً، أو أن المطعم لا يعرض قائمته هنا. في المطعم: امسح الرمز الموجود على طاولتك.",
};
