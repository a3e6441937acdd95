import type { MessagesOf } from "../../../platform/i18n/format.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  served: "提供：{when}",
  servedNever: "提供なし",
  everyDay: "毎日",
  anyTime: "いつでも",
  fromDate: "{date}から",
  untilDate: "{date}まで",
  range: "{from}〜{until}",
  aroundClock: "{time}から24時間",
  rule: "{price}、{when}",
  priceAt: "{price}：{when}",
  rounded: "{percent}（{price}単位に丸め）",
  lessBy: "{amount}引き",
  hours: "営業時間",
  closed: "休業",
  lastOrders: { other: "ラストオーダーは閉店の{count}分前" },
};
