import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  "end.closed": "这张餐桌已结束",
  "end.expired": "这张餐桌已超时",
  "end.gone": "您已不在这张餐桌",
  "end.left": "您已离开餐桌",
  "end.restored": "餐厅的系统已恢复到先前状态",
  "endText.closed": "感谢光临。如需再次点餐，请重新扫描桌上的二维码。",
  "endText.expired": "已有一段时间没有操作。如需再次点餐，请重新扫描桌上的二维码。",
  "endText.gone": "有人将此手机移出了餐桌，您点的菜仍保留。如有误，请询问新 PIN 并重新扫码。",
  "endText.left": "您点的内容仍保留在这张餐桌。",
  "endText.restored":
    "这张餐桌最近几分钟的记录已丢失。此手机已将所知的订单和付款告知店员。如需再次点餐，请扫描桌上的二维码。",
  notOrdered: "未下单",
  "notOrdered.restored": "这些菜在购物车里。您重新入座后可以再次加入。已经下单的，店员会先核对。",
  "notOrdered.sure": "这些菜在购物车里，但没有送达厨房。它们没有制作，也不会收费。",
  "notOrdered.asFarAsKnown":
    "这是此手机最后一次联网时购物车里的菜。如果同桌其他人没有发送，它们就没有制作，也不会收费。",
  "notOrdered.unsaved": "您的这些菜还没有保存，最后的更改可能没有送达这张餐桌。",
  onlyOnPhone: "尚未离开此手机",
  startAgain: "重新进入餐桌",
  ordersOfTonight: "点餐记录",
  offer: { other: "有 {count} 份菜没有下单" },
  offerText: "中断之前，它们在您的购物车里。",
  offerUnsure: "这些您已经下过单。请先问店员厨房是否已收到，以免重复制作。",
  offerAdd: "加入购物车",
  offerAddUnsure: "厨房没有收到：加入购物车",
  offerDrop: "不再需要",
};
