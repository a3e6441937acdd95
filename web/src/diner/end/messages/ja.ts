import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  "end.closed": "このテーブルは終了しました",
  "end.expired": "このテーブルの時間が終了しました",
  "end.gone": "このテーブルから外れました",
  "end.left": "テーブルを離れました",
  "end.restored": "お店のシステムが復元されました",
  "endText.closed":
    "ご来店ありがとうございました。また注文するには、テーブルのコードを読み取ってください。",
  "endText.expired":
    "しばらく操作がありませんでした。また注文するには、テーブルのコードを読み取ってください。",
  "endText.gone":
    "誰かがこの端末をテーブルから外しました。注文したものは残っています。間違いの場合は、新しいPINを聞いて、もう一度コードを読み取ってください。",
  "endText.left": "ご注文はテーブルに残ります。",
  "endText.restored":
    "このテーブルの直近の数分間の記録が失われました。この端末が把握している注文とお支払いは、スタッフに伝えました。また注文するには、テーブルのコードを読み取ってください。",
  notOrdered: "注文されていません",
  "notOrdered.restored":
    "カートに入っていたものです。もう一度着席すると、再びカートに入れられます。送信済みのものは、先にスタッフが確認します。",
  "notOrdered.sure":
    "カートに入っていましたが、キッチンには届いていません。調理されておらず、請求もされません。",
  "notOrdered.asFarAsKnown":
    "この端末が最後に接続していたとき、カートに入っていたものです。同じテーブルのほかの方が送信していなければ、調理されておらず、請求もされません。",
  "notOrdered.unsaved":
    "これらの料理はまだ保存されていませんでした。最後の変更がテーブルに届いていない可能性があります。",
  onlyOnPhone: "この端末から送られていません",
  startAgain: "もう一度テーブルへ",
  ordersOfTonight: "ご注文内容",
  offer: { other: "送信されていない料理が{count}点あります" },
  offerText: "中断の前にカートに入れていたものです。",
  offerUnsure:
    "すでに送信した料理です。二重に調理されないよう、キッチンに届いているかスタッフにご確認ください。",
  offerAdd: "カートに入れる",
  offerAddUnsure: "キッチンに届いていないのでカートに入れる",
  offerDrop: "不要です",
};
