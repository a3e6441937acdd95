/** Search in the texts of a few hundred dishes, on every key press: on the menu and on the staff's lists. */
import { foldText, foldWord } from "./fold.ts";
import { meantWords } from "./typing-error.ts";

/** Finds the ids of what matches; an empty query matches everything. */
export type TextSearch = (query: string) => ReadonlySet<string>;

interface Entry {
  readonly id: string;
  /** Folded words, each with a space before and after it; a line break keeps texts apart. */
  readonly text: string;
}

type Matcher = (entry: Entry) => boolean;

/**
 * Prepares a search in things by their texts. Every word of a query has to be found, anywhere in a
 * word ("suppe" finds "Nudelsuppe") or across words ("cocacola"), its singular too. Only where that
 * finds nothing, one typing error in a word is forgiven: what is spelled right always wins.
 */
export function createSearch(
  things: Iterable<{ readonly id: string; readonly texts: readonly string[] }>,
): TextSearch {
  const entries = Array.from(things, ({ id, texts }): Entry => {
    return { id, text: ` ${foldText(texts.join("\n")).join(" \n ")} ` };
  });
  const everything = new Set(entries.map((entry) => entry.id));
  const vocabulary = new Set(entries.flatMap((entry) => entry.text.split(/[ \n]+/)));

  /** What matches a word with one error in it, or without. */
  function forgiving(spellings: readonly string[], exactly: Matcher): Matcher {
    const typed = spellings.flatMap((spelling) => [spelling, ...singularsOf(spelling)]);
    const meant = typed.flatMap((each) => meantWords(each, vocabulary));
    return (entry) => exactly(entry) || meant.some((word) => entry.text.includes(word));
  }

  const find = (matchers: readonly Matcher[]) =>
    entries.filter((entry) => matchers.every((matches) => matches(entry)));

  return (query) => {
    const wanted = query
      .split(/\s+/)
      .map(foldWord)
      .filter(([spelling]) => spelling !== "");
    if (wanted.length === 0) return everything;
    const exactly = wanted.map(matcherOf);
    let found = find(exactly);
    if (found.length === 0) {
      const forgiven = wanted.map((spellings, i) => forgiving(spellings, exactly[i] as Matcher));
      // Words that are on the menu are taken as they are, as long as that leads anywhere.
      const known = exactly.map((matches) => entries.some(matches));
      found = find(forgiven.map((matches, i) => (known[i] ? (exactly[i] as Matcher) : matches)));
      if (found.length === 0) found = find(forgiven);
    }
    return new Set(found.map((entry) => entry.id));
  };
}

/** What matches a word in any of its spellings. */
function matcherOf(spellings: readonly string[]): Matcher {
  const tests = spellings.map((spelling): Matcher => {
    const acrossWords = new RegExp(` ${[...spelling].join(" ?")}`, "u");
    // A word's end, or, where so short a one ends many, all of it.
    const singulars = singularsOf(spelling).map((s) => (s.length > 3 ? `${s} ` : ` ${s} `));
    const article = spelling.length > 4 && spelling.startsWith("ال") ? spelling.slice(2) : null;
    return ({ text }) =>
      text.includes(spelling) ||
      acrossWords.test(text) ||
      singulars.some((singular) => text.includes(singular)) ||
      (article !== null && text.includes(article));
  });
  return (entry) => tests.some((matches) => matches(entry));
}

/** What a word in Latin letters may be the plural of: "burger" for "burgers", "cherry". */
function singularsOf(word: string): string[] {
  if (!/^[a-z]+[^s]s$/.test(word)) return [];
  const singulars = [word.slice(0, -1)];
  if (word.endsWith("es")) singulars.push(word.slice(0, -2));
  if (word.endsWith("ies")) singulars.push(`${word.slice(0, -3)}y`);
  return singulars.filter((singular) => singular.length >= 3);
}
