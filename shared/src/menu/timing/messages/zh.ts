import type { MessagesOf } from "../../../platform/i18n/format.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  served: "供应时间：{when}",
  servedNever: "从不供应",
  everyDay: "每天",
  anyTime: "任何时间",
  fromDate: "从{date}起",
  untilDate: "至{date}",
  range: "{from}–{until}",
  aroundClock: "从{time}起24小时",
  rule: "{price}，{when}",
  priceAt: "{price}：{when}",
  rounded: "{percent}（取整到{price}）",
  lessBy: "减{amount}",
  hours: "营业时间",
  closed: "休息",
  lastOrders: { other: "打烊前{count}分钟停止点单" },
};
