import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "上菜顺序",
  back: "返回",
  lead: "第一道在下单后立即制作。之后的每一道等服务员或传菜口叫起才做。菜品或分类的页面说明它属于哪一道；不属于任何一道的（如饮料）立即制作。",
  empty: "没有分道：所有菜品下单后立即制作。",
  name: "第 {number} 道",
  translation: "第 {number} 道（{language}）",
  language: "其他语言",
  chooseLanguage: "选择",
  add: "添加一道",
  removeLast: "删除最后一道",
  save: "保存",
  saved: "已保存，从下一单起生效。",
  nameless: "每一道都需要名称。",
};
