import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "مراحل الوجبة",
  back: "رجوع",
  lead: "تُحضَّر المرحلة الأولى فور طلبها. وكل مرحلة بعدها تنتظر حتى يطلقها النادل أو مسؤول التسليم. صفحة الطبق أو القسم في القائمة تحدد مرحلته؛ وما لا ينتمي إلى مرحلة، كالمشروبات، يُحضَّر فورًا.",
  empty: "لا توجد مراحل: كل شيء يُحضَّر فور طلبه.",
  name: "المرحلة {number}",
  translation: "المرحلة {number} بلغة: {language}",
  language: "بلغة أخرى",
  chooseLanguage: "اختر",
  add: "إضافة مرحلة",
  removeLast: "حذف المرحلة الأخيرة",
  save: "حفظ",
  saved: "تم الحفظ. يسري من الطلب التالي.",
  nameless: "كل مرحلة تحتاج إلى اسم.",
};
