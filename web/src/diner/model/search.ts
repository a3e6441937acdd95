/** Text made comparable: compatibility forms unified, lower case, no diacritics ("Phở" → "pho"). */
export function foldText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("đ", "d")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l");
}

/** Does folded text hold every word of the query, in any order? An empty query matches all. */
export function matchesQuery(foldedText: string, query: string): boolean {
  return foldText(query)
    .split(/\s+/)
    .every((word) => foldedText.includes(word));
}
