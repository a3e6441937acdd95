/** Printers of a kitchen, what they print, and what can be wrong with them. Free of zod, for pages. */

/** How a printer is reached: over TCP, or by asking us over HTTP. */
export const PRINTER_KINDS = ["escpos", "cloudprnt"] as const;
export type PrinterKind = (typeof PRINTER_KINDS)[number];

/** What somebody has to do something about before a printer goes on. */
export const PRINTER_TROUBLES = ["paper-out", "cover-open", "no-answer", "fault"] as const;
export type PrinterTrouble = (typeof PRINTER_TROUBLES)[number];

/** The languages of what we put on paper ourselves. */
export const PRINTER_LANGUAGES = ["en", "de", "ar", "zh", "ja"] as const;
export type PrinterLanguage = (typeof PRINTER_LANGUAGES)[number];

/** Dots across the paper: of 58 mm and of 80 mm. */
export const PAPER_DOTS = [384, 576] as const;
export type PaperDots = (typeof PAPER_DOTS)[number];

/** What a slip is about. */
export const PRINT_KINDS = ["order", "cancelled", "again", "test"] as const;
export type PrintKind = (typeof PRINT_KINDS)[number];

/**
 * Where a slip is: it waits; its first byte may have left, so that nobody knows whether it is on paper; it
 * is on paper; a manager has given it up.
 */
export const PRINT_STATES = ["waiting", "begun", "printed", "dropped"] as const;
export type PrintState = (typeof PRINT_STATES)[number];

export const MAX_PRINTERS = 20;
export const MAX_PRINTER_NAME = 40;
/** The ports at which print servers listen; no others are ever connected to. */
export const MIN_PRINTER_PORT = 9100;
export const MAX_PRINTER_PORT = 9109;

/** A printer as managers set it up. */
export interface Printer {
  readonly id: string;
  readonly name: string;
  readonly kind: PrinterKind;
  /** An address in the restaurant's network; null for one that asks us. */
  readonly host: string | null;
  readonly port: number | null;
  /** The stations whose dishes it prints; with none, whole tickets. */
  readonly stations: readonly string[];
  /** The printer that takes over while this one cannot. */
  readonly fallback: string | null;
  readonly dots: PaperDots;
  readonly language: PrinterLanguage;
  readonly on: boolean;
  /** Why it does not print; null while all is well. */
  readonly trouble: PrinterTrouble | null;
  /** Since when, ms since the epoch. */
  readonly troubleSince: number | null;
  /** Slips that are not on paper yet. */
  readonly waiting: number;
}

/** A printer that somebody has to look after, as floor and kitchen are told. */
export interface TroubledPrinter {
  readonly id: string;
  readonly name: string;
  readonly trouble: PrinterTrouble;
  readonly since: number;
  readonly waiting: number;
}
