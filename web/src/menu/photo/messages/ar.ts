import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  photoOf: "صورة {dish}",
  none: "لا توجد صورة بعد",
  choose: "اختيار صورة",
  replace: "اختيار صورة أخرى",
  camera: "التقاط صورة",
  remove: "إزالة الصورة",
  again: "حاول مرة أخرى",
  cancel: "إلغاء",
  uploading: "جارٍ رفع الصورة",
  sent: "أُرسل {percent}",
  working: "جارٍ تجهيز الصورة…",
  hint: "أو أفلت صورة هنا أو ألصقها. لا يُحفظ مكان التقاطها ولا نوع الكاميرا.",
  focus: "يبقى ظاهرًا: {x}٪ من اليسار، {y}٪ من الأعلى",
  focusHint: "انقر على ما يجب أن يظهر دائمًا. تعمل مفاتيح الأسهم أيضًا.",
  inList: "في القائمة",
  inSheet: "مع الطبق",
  "error.photo-type": "هذه ليست صورة. الصيغ المقبولة هي JPEG وPNG وWebP وAVIF وHEIC.",
  "error.photo-heic":
    "لا يمكن قراءة هذا النوع من HEIC هنا. أرسل الصورة بصيغة JPEG. في إعدادات iPhone: الكاميرا ← التنسيقات ← «الأكثر توافقًا» لالتقاط الصور بصيغة JPEG.",
  "error.photo-broken": "الملف تالف أو غير مكتمل. يُرجى اختيار ملف آخر.",
  "error.photo-moving": "لا يمكن عرض الصور المتحركة. يُرجى اختيار صورة ثابتة.",
  "error.photo-too-large": "حجم الملف أكبر من 12 ميغابايت. يُرجى اختيار ملف أصغر.",
  "error.photo-too-many-pixels": "تحتوي الصورة على أكثر من 50 مليون بكسل. يُرجى اختيار صورة أصغر.",
  "error.photos-full": "بلغ عدد الصور حدّه الأقصى. يُرجى إزالة بعضها من القائمة أولًا.",
};
