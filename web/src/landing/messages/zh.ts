import type { MessagesOf } from "../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  motto: "一张餐桌，一个购物车",
  explain: "用手机相机扫描桌上的二维码。同桌的人各用自己的手机一起点餐，无需注册，无需安装。",
  code: "或输入餐桌编码",
  go: "前往餐桌",
  staff: "店员",
  kitchen: "厨房",
};
