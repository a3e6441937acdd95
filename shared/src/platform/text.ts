/** What people may write into a note or a name. Free of zod, so that phones can carry it. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const UNCLEAN = /[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;
const EVERY_UNCLEAN = new RegExp(UNCLEAN, "g");

/** Half of a surrogate pair, for want of `isWellFormed` in phones of 2022. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const EVERY_LONE_SURROGATE = /\p{Surrogate}/gu;

/** No control characters (line breaks aside) and no broken surrogate pairs. */
export function isCleanText(text: string): boolean {
  return !LONE_SURROGATE.test(text) && !UNCLEAN.test(text);
}

/** Something that can be seen: a letter, a digit, a sign or an emoji. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether there is anything in a text that can be seen. */
export function isVisibleText(text: string): boolean {
  return VISIBLE.test(text);
}

/** Clean text on one line with something in it that can be seen. */
export function isName(text: string): boolean {
  return isCleanText(text) && !/[\n\u0085\u2028\u2029]/.test(text) && isVisibleText(text);
}

/** The text without what is not clean, cut to a length in UTF-16 code units, no sign cut in half. */
export function cleanText(text: string, maxLength: number): string {
  const clean = text
    .replaceAll(EVERY_LONE_SURROGATE, "\ufffd")
    .replaceAll("\t", " ")
    .replaceAll(EVERY_UNCLEAN, "");
  const cut = clean.slice(0, maxLength);
  return LONE_SURROGATE.test(cut) ? cut.slice(0, -1) : cut;
}
