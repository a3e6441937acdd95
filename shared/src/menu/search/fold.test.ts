import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foldText, foldWord } from "./fold.ts";

const same = (a: string, b: string) =>
  foldWord(a).some((spelling) => foldWord(b).includes(spelling));

test.each([
  ["French", "Bœuf", ["boeuf", "BOEUF", "bœuf"]],
  ["French", "Crème-brûlée", ["cremebrulee", "CRÈME-BRÛLÉE"]],
  ["French", "d’œuvre", ["d'oeuvre", "doeuvre", "dœuvre"]],
  ["German", "Köfte", ["kofte", "koefte", "KÖFTE", "Ko\u0308fte"]],
  ["German", "Koefte", ["köfte"]],
  ["German", "Käsespätzle", ["kasespatzle", "kaesespaetzle", "KÄSESPÄTZLE"]],
  ["German", "Grüße", ["grusse", "gruesse", "GRÜSSE", "GRÜẞE"]],
  ["Danish", "Æbleskiver", ["aebleskiver", "æbleskiver"]],
  ["Danish", "Smørrebrød", ["smorrebrod", "smoerrebroed"]],
  ["Swedish", "Räksmörgås", ["raksmorgas", "raeksmoergaas"]],
  ["Icelandic", "Þorskur með", ["thorskurmed"]],
  ["Turkish", "Isırgan", ["isirgan", "ISIRGAN", "ısırgan"]],
  ["Turkish", "İskender", ["iskender", "ISKENDER", "İSKENDER"]],
  ["Turkish", "Çiğ köfte", ["cigkofte"]],
  ["Polish", "Łosoś", ["losos", "ŁOSOŚ"]],
  ["Czech", "Řízek", ["rizek"]],
  ["Croatian", "Đuveč", ["duvec"]],
  ["Catalan", "Ceba al·lègria", ["cebaallegria"]],
  ["Vietnamese", "Phở Đặc Biệt", ["phodacbiet", "PHỞĐẶCBIỆT"]],
  ["Greek", "Μουσακάς", ["μουσακασ", "ΜΟΥΣΑΚΑΣ", "μουσακάς"]],
  ["Russian", "Щи зелёные", ["щизеленые"]],
  ["Ukrainian", "Ґречаники", ["гречаники"]],
  ["Arabic", "شوربة", ["شوربه", "شُورْبَة", "شـوربة"]],
  ["Arabic", "أرز", ["ارز", "إرز", "أرُزّ"]],
  ["Arabic", "مؤكولات", ["موكولات"]],
  ["Arabic", "مشوى", ["مشوي"]],
  ["Arabic", "بيتزا", ["پيتزا"]],
  ["Arabic digits", "وجبة ١٢", ["وجبه12"]],
  ["Persian", "کباب‌کوبیده", ["كبابكوبيده"]],
  ["Hebrew", "שָׁלוֹם", ["שלום", "שלומ"]],
  ["Japanese", "ハンバーグ", ["はんばーぐ", "ﾊﾝﾊﾞｰｸﾞ", "はんばぐ", "ハンバグ"]],
  ["Japanese", "フィレ", ["フイレ"]],
  ["Korean", "김치", ["김치".normalize("NFD")]],
  ["Chinese", "宫保鸡丁", ["宫保鸡丁"]],
  ["widths", "Ａ１ピザ", ["a1ぴざ"]],
  ["ligatures", "ﬁsh", ["fish"]],
  ["trade marks", "Coca-Cola®", ["cocacola", "COCA.COLA"]],
  ["invisible marks", "Pa\u00adsta\u200b\ufeff", ["pasta"]],
])("%s: %s", (_, text, typed) => {
  for (const word of typed) expect(same(word, text), word).toBe(true);
});

test("letters that make another word stay apart", () => {
  const pairs = [
    ["かき", "がき"],
    ["ハン", "パン"],
    ["물", "불"],
    ["दाल", "दूल"],
    ["ข้าว", "ข่าว"],
    ["roe", "ro"],
    ["bar", "bor"],
  ] as const;
  for (const [a, b] of pairs) expect(same(a, b), `${a} ${b}`).toBe(false);
});

test("punctuation parts words, line breaks stay, nothing else is left", () => {
  expect(foldText("  Chef’s — salad,\n(0.5 l) & “more”… ")).toEqual(["chef s salad \n 0 5 l more"]);
  expect(foldText("Spaghetti・ミート、ソース")).toEqual(["spaghetti みと そす".normalize("NFD")]);
  expect(foldWord("&")).toEqual([""]);
});

test("folding what is folded changes nothing", () => {
  const texts = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(texts, (text) => {
      for (const folded of foldText(text)) expect(foldText(folded)).toEqual([folded]);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});
