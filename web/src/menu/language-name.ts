/** What a language is called in another one; its tag where nobody knows it. */
export function languageName(tag: string, inLanguage: string): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What a language is called, without the variety of it, where it is not the reader's own; undefined where it is. */
export function otherLanguage(tag: string, reader: string): string | undefined {
  const base = (of: string) => of.toLowerCase().split("-")[0] ?? of;
  return base(tag) === base(reader) ? undefined : languageName(base(tag), reader);
}

/** Languages that are offered although no menu is in them yet: those of most guests. */
export const OFFERED_LANGUAGES = [
  ...["en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr", "uk", "ru", "el", "ar", "fa"],
  ...["he", "hi", "th", "vi", "id", "ja", "ko", "zh"],
];
