import type { MessagesOf } from "@tureen/shared/platform/i18n/format";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  missing: "这里没有菜单",
  missingText: "地址可能有误，或者餐厅没有在此公开菜单。在餐厅内，请扫描桌上的二维码。",
};
