import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  photoOf: "{dish}の写真",
  none: "写真はまだありません",
  choose: "写真を選ぶ",
  replace: "別の写真を選ぶ",
  camera: "写真を撮る",
  remove: "写真を削除",
  again: "もう一度試す",
  cancel: "キャンセル",
  uploading: "写真をアップロード中",
  sent: "{percent}送信済み",
  working: "写真を処理しています…",
  hint: "ここに写真をドロップするか、貼り付けることもできます。撮影場所やカメラの情報は保存されません。",
  focus: "常に表示する位置：左から{x}%、上から{y}%",
  focusHint: "常に見せたい部分をタップしてください。矢印キーでも動かせます。",
  inList: "メニューでの表示",
  inSheet: "料理の画面での表示",
  "error.photo-type": "写真ではないようです。JPEG、PNG、WebP、AVIF、HEICに対応しています。",
  "error.photo-heic":
    "この種類のHEICは読み込めません。JPEGで送ってください。iPhoneの「設定」→「カメラ」→「フォーマット」→「互換性優先」にするとJPEGで撮影されます。",
  "error.photo-broken":
    "ファイルが壊れているか、途中で切れています。別のファイルを選んでください。",
  "error.photo-moving": "動く画像は表示できません。静止画を選んでください。",
  "error.photo-too-large": "ファイルが12MBを超えています。小さいものを選んでください。",
  "error.photo-too-many-pixels": "写真が5000万画素を超えています。小さいものを選んでください。",
  "error.photos-full": "保存できる写真の数に達しました。先にメニューから写真を減らしてください。",
};
