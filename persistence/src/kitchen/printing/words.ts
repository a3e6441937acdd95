import type { PrinterLanguage } from "@tureen/shared/kitchen/printers";

/** What we put on paper ourselves; dishes, options and notes are as the menu and the guest have them. */
export interface PaperWords {
  readonly table: string;
  readonly seat: string;
  readonly contains: string;
  readonly cancelled: string;
  /** Dishes that were done and are to be made once more, or after all. */
  readonly again: string;
  readonly reason: string;
  readonly copy: string;
  /** Under "copy": why there may be two. */
  readonly copyText: string;
  readonly instead: string;
  readonly test: string;
  readonly testText: string;
}

export const PAPER_WORDS: Readonly<Record<PrinterLanguage, PaperWords>> = {
  en: {
    table: "Table",
    seat: "Seat",
    contains: "Contains",
    cancelled: "CANCELLED",
    again: "AGAIN",
    reason: "Reason",
    copy: "COPY",
    copyText: "May have been printed before",
    instead: "Instead of",
    test: "Test",
    testText: "This printer works.",
  },
  de: {
    table: "Tisch",
    seat: "Platz",
    contains: "Enthält",
    cancelled: "STORNIERT",
    again: "NOCHMAL",
    reason: "Grund",
    copy: "KOPIE",
    copyText: "Wurde vielleicht schon gedruckt",
    instead: "Statt",
    test: "Test",
    testText: "Dieser Drucker funktioniert.",
  },
  ar: {
    table: "طاولة",
    seat: "مقعد",
    contains: "يحتوي على",
    cancelled: "ملغى",
    again: "مرة أخرى",
    reason: "السبب",
    copy: "نسخة",
    copyText: "ربما طُبعت من قبل",
    instead: "بدلاً من",
    test: "تجربة",
    testText: "هذه الطابعة تعمل.",
  },
  zh: {
    table: "桌号",
    seat: "座位",
    contains: "含有",
    cancelled: "已取消",
    again: "重做",
    reason: "原因",
    copy: "副本",
    copyText: "可能已经打印过",
    instead: "代替",
    test: "测试",
    testText: "此打印机工作正常。",
  },
  ja: {
    table: "テーブル",
    seat: "席",
    contains: "含む",
    cancelled: "取消",
    again: "再度",
    reason: "理由",
    copy: "控え",
    copyText: "すでに印刷された可能性があります",
    instead: "代行元",
    test: "テスト",
    testText: "このプリンターは動作しています。",
  },
};
