/** Which words somebody may have meant who typed one letter wrong. */

/** Where the typed word stands in the meant one: all of it, its beginning, or somewhere in it. */
type Place = "whole" | "beginning" | "inside";

/** Fewer letters than this and a typing error makes another word of it ("beef", "beer"). */
const MIN_LETTERS = 4;
/** From here on a wrong letter may stand for another one; below, letters only lack or swap. */
const MIN_REPLACED = 5;
/** From here on it may stand inside a word, as in "Rindfleischsuppe". */
const MIN_INSIDE = 6;
/** A Korean syllable is two or three letters by now. */
const MIN_HANGUL = 7;

const HANGUL = /[\u1100-\u11ff]/;
/** Without spaces between words, and with few signs in each. */
const HAN_OR_KANA = /[\u3041-\u3096\u3400-\u9fff]/g;

/**
 * The words that `typed` becomes by mending one error: a letter too many, one missing, a wrong
 * one, or two swapped. Whole words if there are any; else those that begin so, since it may still
 * be being typed; else those that have it inside. All folded.
 */
export function meantWords(typed: string, words: Iterable<string>): string[] {
  const found: Record<Place, string[]> = { whole: [], beginning: [], inside: [] };
  const { length } = typed;
  // Without the marks that make "ga" of "ka".
  const signs = typed.match(HAN_OR_KANA)?.length ?? 0;
  const letters = signs || length;
  if (/\d/.test(typed) || letters < (HANGUL.test(typed) ? MIN_HANGUL : MIN_LETTERS)) return [];
  const replaced = signs > 0 || length >= MIN_REPLACED;
  const inside = signs > 0 || length >= MIN_INSIDE;
  for (const word of words) {
    // One letter wrong at most: what is much shorter cannot be it.
    if (word.length < length - 1) continue;
    if (replaced || word[0] === typed[0]) {
      const end = endWithOneError(typed, word, 0, replaced);
      if (end === word.length) found.whole.push(word);
      else if (end !== -1) found.beginning.push(word);
      if (end !== -1) continue;
    }
    for (let at = 1; inside && at <= word.length - length + 1; at++) {
      if (endWithOneError(typed, word, at, replaced) === -1) continue;
      found.inside.push(word);
      break;
    }
  }
  const { whole, beginning } = found;
  return whole.length > 0 ? whole : beginning.length > 0 ? beginning : found.inside;
}

/**
 * Where `typed` ends in `word` if it stands there from `start` on with one error, -1 if it does
 * not. Of several ends the word's own is told.
 */
function endWithOneError(typed: string, word: string, start: number, replaced: boolean): number {
  let same = 0;
  while (same < typed.length && typed[same] === word[start + same]) same++;
  const at = start + same;
  const rest = typed.length - same;
  /** Does the rest of `typed` from `from` on stand in `word` at `to`? Then where it ends. */
  const ends = (from: number, to: number) =>
    word.startsWith(typed.slice(from), to) ? to + typed.length - from : -1;
  const missing = at < word.length ? ends(same, at + 1) : -1;
  // The last letter before more of the word is not one too many but a wrong one.
  const tooMany = rest > 1 || at === word.length ? ends(same + 1, at) : -1;
  const swapped =
    rest > 1 && typed[same] === word[at + 1] && typed[same + 1] === word[at]
      ? ends(same + 2, at + 2)
      : -1;
  const wrong = replaced && rest > 0 && at < word.length ? ends(same + 1, at + 1) : -1;
  const all = [missing, tooMany, swapped, wrong];
  return all.includes(word.length) ? word.length : Math.max(...all);
}
