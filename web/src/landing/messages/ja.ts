import type { MessagesOf } from "../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  motto: "ひとつのテーブルに、ひとつのカート",
  explain:
    "テーブルのコードをスマートフォンのカメラで読み取ってください。それぞれの端末から、みんなで一緒に注文できます。登録もインストールも不要です。",
  code: "またはテーブルのコードを入力",
  go: "テーブルへ",
  staff: "スタッフ",
  kitchen: "厨房",
};
