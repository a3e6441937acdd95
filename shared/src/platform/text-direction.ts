/** Languages that are written from right to left. */
const RTL: ReadonlySet<string> = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi"]);

/** Which way a text in a language (BCP 47) runs. */
export function directionOfLanguage(tag: string): "rtl" | "ltr" {
  return RTL.has(tag.toLowerCase().split("-")[0] ?? "") ? "rtl" : "ltr";
}
