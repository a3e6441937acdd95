import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  title: "過去の日で試す",
  lead: "その日の注文を、このメニューと価格でもう一度判定します。何も変更されません。",
  date: "日付",
  try: "試す",
  nothing: "この日に注文はありませんでした。",
  allGone: "この日のテーブルの記録は、すでに保存期間を過ぎています。",
  sum: "注文額 {was} → このメニューでは {would}（{change}）",
  same: "注文額 {was}。このメニューでも同額です",
  sumHint: "割引と取り消しの前の金額です。",
  dishes: "差が出る料理",
  dish: "料理",
  was: "当日",
  would: "このメニュー",
  sold: "{count}点 · {price}",
  moreDishes: { other: "ほか{count}品（差はより小さい）" },
  rejected: { other: "{count}件の注文（計{price}）が受け付けられなかったはずです" },
  rejectedHint: "注文は全体で受け付けます。一品でも出せないと、残りも受け付けられません。",
  accepted: { other: "受け付けられなかった{count}件の注文が、受け付けられたはずです" },
  more: { other: "ほか{count}件" },
  notKept: {
    other: "{count}件の注文は試せませんでした。テーブルの記録が保存期間を過ぎています。",
  },
  leftOut: {
    other: "この日は注文が多く、すべては試せませんでした。後半の{count}件を除いています。",
  },
  "why.off-menu": "{dish}：メニューにありません",
  "why.options-changed": "{dish}：選択肢がなくなっています",
  "why.not-served": "{dish}：その時間は提供していません",
  "why.other": "{dish}：注文できません",
  "why.whole": "注文全体を受け付けられません",
};
