import { uiMessages } from "./messages/messages.ts";

/** Distinguishable seat colours; seat 13 looks like seat 1 but has its own initial. */
const SEAT_COLOURS = 12;

/** The CSS colour of a palette index (0, 1, …). */
export function seatColour(index: number): string {
  return `var(--seat-${(Math.abs(index) % SEAT_COLOURS) + 1})`;
}

// Made once: a page may draw hundreds of initials at a time. Firefox has it since 125.
const graphemes = "Segmenter" in Intl ? new Intl.Segmenter() : null;

/** What a grapheme mostly is: two letters of a flag, or a sign with its marks and what is joined to it. */
const SIGN = "\\p{RI}{2}|.[\\p{M}\\p{Emoji_Modifier}\\u200c]*";
const GRAPHEME = new RegExp(`^(?:${SIGN})(?:\\u200d(?:${SIGN}))*`, "su");

/** First letter of a name as a person sees it (one grapheme, emoji included), or the seat number. */
export function initialOf(name: string | undefined, seat: number): string {
  const trimmed = name?.trim();
  if (!trimmed) return String(seat);
  // Two plain letters are two graphemes, and most names begin so.
  if (/^[\x20-\x7e]{2}/.test(trimmed)) return trimmed.charAt(0).toLocaleUpperCase();
  return (firstGrapheme(trimmed) ?? String(seat)).toLocaleUpperCase();
}

/** The first grapheme of a text; by a rule of thumb where the browser does not know them. */
export function firstGrapheme(text: string, segmenter = graphemes): string | undefined {
  if (!segmenter) return GRAPHEME.exec(text)?.[0];
  return segmenter.segment(text)[Symbol.iterator]().next().value?.segment;
}

/** A guest's name, or "Guest 3" where there is none or it has been erased. */
export function guestName(name: string | null | undefined, seat: number): string {
  return name ?? uiMessages.t("guest", { seat });
}
