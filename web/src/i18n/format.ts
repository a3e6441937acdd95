/** A sentence, or one per plural category of its `count` parameter (CLDR: zero, one, two, few, many, other). */
export type Message =
  | string
  | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
      readonly other: string;
    });

export type Params = Readonly<Record<string, string | number>>;

const pluralRules = new Map<string, Intl.PluralRules>();
const numberFormats = new Map<string, Intl.NumberFormat>();

/** Fills `{name}` placeholders; numbers are written the way the language writes them. */
export function formatMessage(message: Message, locale: string, params: Params = {}): string {
  const text = typeof message === "string" ? message : pickPlural(message, locale, params.count);
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name];
    if (value === undefined) return placeholder;
    return typeof value === "number" ? formatNumber(value, locale) : value;
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
  let rules = pluralRules.get(locale);
  if (!rules) {
    rules = new Intl.PluralRules(locale);
    pluralRules.set(locale, rules);
  }
  return forms[rules.select(count)] ?? forms.other;
}

function formatNumber(value: number, locale: string): string {
  let format = numberFormats.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale);
    numberFormats.set(locale, format);
  }
  return format.format(value);
}
