import type { MessagesOf } from "../../../platform/i18n/format.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  served: "يُقدَّم {when}",
  servedNever: "لا يُقدَّم أبدًا",
  everyDay: "كل يوم",
  anyTime: "في أي وقت",
  fromDate: "من {date}",
  untilDate: "حتى {date}",
  range: "{from} – {until}",
  aroundClock: "24 ساعة من {time}",
  rule: "{price}، {when}",
  priceAt: "{price}: {when}",
  rounded: "{percent} (مقرّب إلى {price})",
  lessBy: "أقل بـ {amount}",
  hours: "ساعات العمل",
  closed: "مغلق",
  lastOrders: {
    zero: "آخر الطلبات عند الإغلاق ({count})",
    one: "آخر الطلبات قبل الإغلاق بدقيقة واحدة ({count})",
    two: "آخر الطلبات قبل الإغلاق بدقيقتين ({count})",
    few: "آخر الطلبات قبل الإغلاق بـ {count} دقائق",
    many: "آخر الطلبات قبل الإغلاق بـ {count} دقيقة",
    other: "آخر الطلبات قبل الإغلاق بـ {count} دقيقة",
  },
};
