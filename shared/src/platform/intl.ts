/**
 * The one place that makes formats in which digits are written; the house rules let no other. All
 * of them write Latin digits: left alone, engines disagree about Arabic ones ("ar" has them in
 * WebKit and not in Chrome, "ar-EG" in both), and a page would mix them with the digits of PINs,
 * table labels and typed amounts. Formats are kept, since making one takes far longer than using it.
 */

/** The same locale with Latin digits. Throws RangeError for what is no BCP 47 tag. */
function withLatinDigits(locale: string): string {
  return new Intl.Locale(locale, { numberingSystem: "latn" }).toString();
}

/** A maker that makes each format once, by locale and options. */
function kept<Options extends object, Format>(
  make: (locale: string, options: Options | undefined) => Format,
): (locale: string, options?: Options) => Format {
  const formats = new Map<string, Format>();
  return (locale, options) => {
    const key = options ? `${locale} ${JSON.stringify(options)}` : locale;
    let format = formats.get(key);
    if (format === undefined) {
      format = make(withLatinDigits(locale), options);
      formats.set(key, format);
    }
    return format;
  };
}

/** Writes numbers and amounts. */
export const numberFormat = kept<Intl.NumberFormatOptions, Intl.NumberFormat>(
  (locale, options) => new Intl.NumberFormat(locale, options),
);

/** Writes dates and times. */
export const dateTimeFormat = kept<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  (locale, options) => new Intl.DateTimeFormat(locale, options),
);

/** Tells which form of a sentence goes with a number. */
export const pluralRules = kept<Intl.PluralRulesOptions, Intl.PluralRules>(
  (locale, options) => new Intl.PluralRules(locale, options),
);
