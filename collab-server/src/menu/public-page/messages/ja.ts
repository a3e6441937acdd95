import type { MessagesOf } from "@tureen/shared/platform/i18n/format";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  missing: "ここにメニューはありません",
  missingText:
    "アドレスが間違っているか、お店がここでメニューを公開していません。店内では、テーブルのコードを読み取ってください。",
};
