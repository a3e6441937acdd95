/** What a column of a table can be; with a language, a translation of it. */
export const CSV_FIELDS = [
  "kind",
  "id",
  "section",
  "name",
  "description",
  "price",
  "code",
  "allergens",
  "additives",
  "min",
  "max",
  "included",
  "default quantity",
  "max quantity",
] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

/** A recognised column. */
export interface CsvColumn {
  readonly field: CsvField;
  /** BCP 47, of a translation. */
  readonly language?: string;
}

/** Headers as people write them in English, German, French, Spanish and Italian, without accents. */
const WORDS: Readonly<Record<CsvField, string>> = {
  kind: "kind, type, art, typ, tipo, row kind",
  id: "id, external id, item id, token, plu, guid",
  section:
    "section, category, categories, group, menu section, course, kategorie, warengruppe, gruppe, rubrik, bereich, gang, categorie, rubrique, groupe, famille, section du menu, categoria, seccion, grupo, familia, sezione, gruppo, reparto, portata",
  name: "name, item, item name, dish, dish name, product, product name, title, gericht, speise, artikel, artikelname, bezeichnung, produkt, nom, plat, article, produit, intitule, designation, libelle, nombre, plato, articulo, producto, titulo, nome, piatto, prodotto, articolo, voce",
  description:
    "description, details, text, ingredients, beschreibung, zutaten, details, descriptif, descripcion, detalle, ingredientes, descrizione, dettagli, ingredienti",
  price:
    "price, prices, unit price, price eur, amount, cost, preis, preise, verkaufspreis, vk, brutto, betrag, prix, prix ttc, tarif, montant, precio, precios, importe, pvp, prezzo, prezzi, importo, costo",
  code: "code, number, no, nr, item number, sku, nummer, artikelnummer, numero, num, codigo, ref, reference, referencia, codice",
  allergens:
    "allergens, allergen, allergies, allergene, allergenes, alergenos, alergenos contenidos, allergeni",
  additives: "additives, additive, zusatzstoffe, additifs, aditivos, additivi",
  min: "min, minimum, at least",
  max: "max, maximum, at most",
  included: "included",
  "default quantity": "default quantity",
  "max quantity": "max quantity",
};

const BY_WORD: ReadonlyMap<string, CsvField> = new Map(
  CSV_FIELDS.flatMap((field) => WORDS[field].split(", ").map((word) => [word, field] as const)),
);

/** What a header says its column is; null where nobody can tell. */
export function columnOf(header: string): CsvColumn | null {
  const field = BY_WORD.get(plain(header));
  if (field) return { field };
  const match = /^(.*?)[\s_:([-]+([a-z]{2,3}(?:-[a-z0-9]{2,8})?)[)\]]?$/i.exec(header.trim());
  const translated = match?.[1] === undefined ? undefined : BY_WORD.get(plain(match[1]));
  if (match?.[2] === undefined || (translated !== "name" && translated !== "description")) {
    return currencyOf(header);
  }
  return { field: translated, language: languageTag(match[2]) };
}

/** "Price (EUR)" and "Preis in €". */
function currencyOf(header: string): CsvColumn | null {
  const bare = header.replace(/\bin\b|[\p{Sc}()[\]]|\b[A-Z]{3}\b/gu, " ");
  return BY_WORD.get(plain(bare)) === "price" ? { field: "price" } : null;
}

function languageTag(text: string): string {
  const [language = "", ...rest] = text.split("-");
  return [language.toLowerCase(), ...rest].join("-");
}

/** A header as it is compared: without accents, signs and capitals. */
function plain(header: string): string {
  return header
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
