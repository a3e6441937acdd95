import { csvTable } from "./csv-table.ts";

/** The formats that menus can be brought in. */
export const MENU_FORMATS = [
  "json",
  "csv",
  "square",
  "square-csv",
  "uber-eats",
  "toast",
  "schema-org",
  "food-menus",
] as const;
export type MenuFormat = (typeof MENU_FORMATS)[number];

/** What a file is, by its content and, where that could be anything, its name; null where nobody can tell. */
export function detectFormat(text: string, fileName: string): MenuFormat | null {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start.startsWith("<")) return /application\/ld\+json/i.test(text) ? "schema-org" : null;
  if (start.startsWith("{") || start.startsWith("[")) return formatOfJson(start);
  const isTable =
    /\.(csv|tsv|txt)$/i.test(fileName) || /[,;\t]/.test(start.split("\n", 1)[0] ?? "");
  if (!isTable || start === "") return null;
  const [header = []] = csvTable(start.slice(0, 20_000));
  const isSquare = ["Item Name", "Variation Name", "Token"].every((each) => header.includes(each));
  return isSquare ? "square-csv" : "csv";
}

/** By the fields that no other format has; what is no JSON after all is told by its reader. */
function formatOfJson(text: string): MenuFormat {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return "json";
    throw error;
  }
  const root = (Array.isArray(json) ? { "@graph": json } : json) as Record<string, unknown>;
  const has = (field: string) => Object.hasOwn(root, field);
  if (has("@context") || has("@graph") || has("@type")) return "schema-org";
  if (has("objects")) return "square";
  if (!Array.isArray(root.menus)) return "json";
  if (has("modifier_groups") || (has("categories") && has("items"))) return "uber-eats";
  if (has("restaurantGuid") || has("modifierOptionReferences")) return "toast";
  return root.menus.some((menu) => typeof menu === "object" && menu !== null && "sections" in menu)
    ? "food-menus"
    : "toast";
}
