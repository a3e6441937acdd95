/**
 * Text made comparable, whatever keyboard it was typed on: no case, no width, no accents, one form
 * of letters that are written in several ways. Both what is searched and what is searched for go
 * through here.
 */

/** Letters that Unicode does not take apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", þ: "th", ł: "l", ħ: "h", ŧ: "t" },
  // Turkish and Azerbaijani; "I" has become "i" before.
  ...{ ı: "i", ə: "e", ŋ: "n" },
  // Greek and Hebrew letters at a word's end, which is no end while it is being typed.
  ...{ ς: "σ", ך: "כ", ם: "מ", ן: "נ", ף: "פ", ץ: "צ" },
  ...{ ґ: "г" },
  // Arabic as typed in a hurry, and Persian and Urdu letters beside the Arabic ones. Hamza and
  // madda on alef, waw and yeh are marks by now.
  ...{ ٱ: "ا", ى: "ي", ة: "ه", ء: "", ی: "ي", ے: "ي", ک: "ك", گ: "ك", ە: "ه", ہ: "ه", ھ: "ه" },
  // Sounds that Arabic has no letter for: "پيتزا" and "بيتزا", "ڤانيليا" and "فانيليا".
  ...{ پ: "ب", ڤ: "ف", چ: "ج", ژ: "ز" },
  // Small kana: "フイレ" and "フィレ".
  ...{ ぁ: "あ", ぃ: "い", ぅ: "う", ぇ: "え", ぉ: "お", っ: "つ", ゃ: "や", ゅ: "ゆ", ょ: "よ" },
  ...{ ゎ: "わ", ゕ: "か", ゖ: "け" },
};

/** What is written over, under or between letters, and what is not to be seen at all. */
const MARKS = new RegExp(
  `[${[
    "\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff", // accents
    "\\u02b0-\\u02ff", // letters such as the Hawaiian okina
    "\\u0591-\\u05bd\\u05bf-\\u05c7", // Hebrew vowels
    "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06ed", // Arabic vowels, hamza
    "\\u0640\\u30fc", // what only makes longer: tatweel, the long vowel of kana
    "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufe00-\\ufe0f\\ufeff", // invisible
  ].join("")}]`,
  "g",
);

const KATAKANA = /[\u30a1-\u30f6]/g;
const TO_HIRAGANA = 0x60;

/** Digits of Arabic and Persian keyboards. */
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** Letters that are also written as two where a keyboard lacks them. */
const SPELLED_OUT: Readonly<Record<string, string>> = {
  ...{ ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" },
};
const SPELLED = /[äöüøå]/g;

/**
 * Punctuation and symbols of the scripts that menus are written in. Listed, since `\p{P}` takes many
 * times as long.
 */
const BETWEEN_WORDS = new RegExp(
  `[${[
    "\\0-\\t\\v-/:-@[-\\`{-\\u00bf×÷", // Latin; superscripts and ordinals are plain by now
    "\\u05be\\u05f3\\u05f4\\u060c\\u061b-\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965", // Hebrew, Arabic, Indic
    "\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u2bff\\u2e00-\\u2e7f", // dashes, quotes, currencies, symbols
    "\\u3000-\\u3004\\u3008-\\u3020\\u3030-\\u3037\\u303d\\u30a0\\u30fb", // Chinese and Japanese
  ].join("")}]+`,
  "g",
);

const LINE_BREAKS = / ?\n ?/g;

/**
 * The words of a text in comparable form, in one spelling or two: "Käse-Öl" is "kase ol" and
 * "kaese oel". Apostrophes, hyphens and dots stand between words; line breaks stay.
 */
export function foldText(text: string): string[] {
  const lower = text.normalize("NFKC").toLowerCase();
  const spelled = lower.replace(SPELLED, (letter) => SPELLED_OUT[letter] ?? letter);
  const folded = baseLetters(lower);
  return spelled === lower ? [folded] : [folded, baseLetters(spelled)];
}

/** A word as it is searched for, in one spelling or two: "Coca-Cola" is "cocacola". */
export function foldWord(word: string): string[] {
  return foldText(word).map((text) => text.replaceAll(" ", ""));
}

function baseLetters(lower: string): string {
  return lower
    .normalize("NFD")
    .replace(MARKS, "")
    .replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - TO_HIRAGANA))
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(BETWEEN_WORDS, " ")
    .replace(LINE_BREAKS, " \n ")
    .trim();
}
