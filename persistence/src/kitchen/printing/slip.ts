/** A slip as it is to look, before it is known how a printer is told. */

/** How large letters are: as in a book, as dishes are, as a table's number is. */
export type LetterSize = "small" | "large" | "huge";

export interface SlipText {
  readonly kind: "text";
  readonly text: string;
  readonly size: LetterSize;
  /** White on black. */
  readonly inverse?: true;
  /** Lies under what stands before it. */
  readonly indent?: true;
}

/** A line across, or some room. */
export type SlipPart = SlipText | { readonly kind: "rule" | "gap" };

export type Slip = readonly SlipPart[];

/** Whether a text is of the letters only that every printer has. */
export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
