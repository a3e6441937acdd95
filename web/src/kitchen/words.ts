/** How many characters the longest word of a text has: by it type shrinks rather than breaks a word. */
export function longestWord(text: string): number {
  // Chinese and Japanese have no spaces, and may be broken anywhere; what is joined by a hyphen, behind it.
  const words = text.split(/[\s\u200b\u3040-\u30ff\u3400-\u9fff\uff00-\uffef-]+/);
  return Math.max(1, ...words.map((word) => word.length));
}
