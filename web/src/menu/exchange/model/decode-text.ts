/** What spreadsheet programs write where they do not write UTF-8, by the language of who uses them. */
const LEGACY: Readonly<Record<string, string>> = {
  ar: "windows-1256",
  cs: "windows-1250",
  el: "windows-1253",
  fa: "windows-1256",
  he: "windows-1255",
  ja: "shift_jis",
  ko: "euc-kr",
  pl: "windows-1250",
  ru: "windows-1251",
  th: "windows-874",
  tr: "windows-1254",
  uk: "windows-1251",
  vi: "windows-1258",
  zh: "gb18030",
};

/**
 * The text of a file: by its mark, else UTF-8, else what a program of the restaurant's language wrote
 * before there was UTF-8, and some still do.
 */
export function decodeText(bytes: Uint8Array, locale: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const language = locale.toLowerCase().split("-")[0] ?? "";
    return new TextDecoder(LEGACY[language] ?? "windows-1252").decode(bytes);
  }
}
