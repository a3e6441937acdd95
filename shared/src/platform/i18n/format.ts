import { numberFormat, pluralRules } from "../intl.ts";

/** A sentence, or one per plural category of its `count` parameter (CLDR: zero, one, two, few, many, other). */
export type Message =
  | string
  | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
      readonly other: string;
    });

export type Params = Readonly<Record<string, string | number>>;

/** What a translation must offer: exactly the keys of the English one. */
export type MessagesOf<English> = { readonly [Key in keyof English]: Message };

/** Fills `{name}` placeholders; numbers are written the way the language writes them. */
export function formatMessage(message: Message, locale: string, params: Params = {}): string {
  const text = typeof message === "string" ? message : pickPlural(message, locale, params.count);
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name];
    if (value === undefined) return placeholder;
    return typeof value === "number" ? numberFormat(locale).format(value) : value;
  });
}

/** The named placeholders of a message, sorted; used to compare translations. */
export function placeholdersOf(message: Message): string[] {
  const texts = typeof message === "string" ? [message] : Object.values(message);
  const names = texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ""));
  return [...new Set(names)].sort();
}

function pickPlural(
  forms: Exclude<Message, string>,
  locale: string,
  count: string | number | undefined,
): string {
  if (typeof count !== "number") return forms.other;
  return forms[pluralRules(locale).select(count)] ?? forms.other;
}
