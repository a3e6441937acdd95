import { cleanText } from "../../platform/text.ts";
import type { Notes } from "./report.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};
const TAG = /<\/?[a-z][^<>]{0,500}>|<!--.{0,500}?-->/gis;
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,5});/gi;

/** A text without HTML: tags are dropped, entities are the signs that they stand for. */
export function withoutHtml(text: string): string {
  return text.replace(TAG, " ").replace(ENTITY, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A foreign text as a guest may read it, on one line, at most so long; what was done to it is noted. */
export function textOf(
  text: string | null | undefined,
  {
    path,
    notes,
    max = 1000,
  }: { readonly path: string; readonly notes: Notes; readonly max?: number },
): string | undefined {
  if (text === null || text === undefined) return undefined;
  const plain = withoutHtml(text);
  if (plain !== text) notes.add("changed", path, "html-out", { text: text.slice(0, 60) });
  const line = cleanText(plain.replace(/\s+/gu, " ").trim(), Number.MAX_SAFE_INTEGER);
  if (line.length > max) notes.add("changed", path, "cut", { count: max });
  return cleanText(line, max).trim() || undefined;
}

/** A name; where there is none, a fault is noted. */
export function nameOf(
  text: string | null | undefined,
  at: { readonly path: string; readonly notes: Notes },
): string {
  const name = textOf(text, { ...at, max: 200 });
  if (name === undefined) at.notes.add("fault", at.path, "no-name");
  return name ?? "?";
}
