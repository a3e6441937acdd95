import type { MessagesOf } from "../../../platform/i18n/messages.ts";
import type { messages as en } from "./en.ts";

export const messages: MessagesOf<typeof en> = {
  photoOf: "{dish}的照片",
  none: "还没有照片",
  choose: "选择照片",
  replace: "换一张",
  camera: "拍照",
  remove: "移除照片",
  again: "再试一次",
  cancel: "取消",
  uploading: "正在上传照片",
  sent: "已发送 {percent}",
  working: "正在处理照片…",
  hint: "也可以把照片拖到这里或粘贴。拍摄地点和相机信息不会保留。",
  focus: "始终可见的位置：距左 {x}%，距上 {y}%",
  focusHint: "点一下始终要看到的部分，也可以用方向键移动。",
  inList: "菜单里",
  inSheet: "菜品页里",
  "error.photo-type": "这不是照片。支持 JPEG、PNG、WebP、AVIF 和 HEIC。",
  "error.photo-heic":
    "这里无法读取这种 HEIC。请改发 JPEG 照片。在 iPhone 设置的“相机 → 格式”中选择“兼容性最佳”，即可拍摄 JPEG。",
  "error.photo-broken": "文件已损坏或不完整，请换一个。",
  "error.photo-moving": "无法显示动图，请选择静态照片。",
  "error.photo-too-large": "文件超过 12 MB，请选择小一些的。",
  "error.photo-too-many-pixels": "照片超过 5000 万像素，请选择小一些的。",
  "error.photos-full": "照片数量已达上限，请先从菜单中移除一些。",
};
