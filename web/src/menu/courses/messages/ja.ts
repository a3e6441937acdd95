import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "コースの順番",
  back: "戻る",
  lead: "最初のコースは注文と同時に作り始めます。それ以降は、ホールかデシャップの担当者が開始するまで待ちます。どのコースかは、メニューの料理またはセクションの画面で決めます。飲み物など、どのコースでもないものはすぐに作ります。",
  empty: "コースはありません。すべて注文と同時に作り始めます。",
  name: "{number}番目",
  translation: "{number}番目（{language}）",
  language: "ほかの言語",
  chooseLanguage: "選ぶ",
  add: "コースを追加",
  removeLast: "最後のコースを削除",
  save: "保存",
  saved: "保存しました。次の注文から有効です。",
  nameless: "すべてのコースに名前が必要です。",
};
