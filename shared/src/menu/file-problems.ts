/** What is wrong with the fields of a file, as codes that are said in any language (formats/messages/). */

import type { z } from "zod";
import type { Params } from "../platform/i18n/format.ts";
import type { NoteCode, Told } from "./formats/report.ts";
import { WHOLE_FILE } from "./formats/table-place.ts";
import { pathText } from "./unknown-fields.ts";

/** What a price rule may make of a price (timing/file-timing.ts), as files write it. */
const CHANGES = {
  percent: '{"percent": -20}',
  price: '{"price": "5.00"}',
  minus: '{"minus": "1.00"}',
};

/** How a rule of a schema says its code: zod carries it along with the issue. */
export function told(code: NoteCode, params: Params = {}): { params: { told: Told } } {
  return { params: { told: { code, params } } };
}

/** What zod found wrong, each by its path. */
export function problemsOf(error: z.ZodError): (Told & { readonly path: string })[] {
  return error.issues.map((issue) => ({
    path: pathText(issue.path) || WHOLE_FILE,
    ...toldOf(issue),
  }));
}

function toldOf(issue: z.core.$ZodIssue): Told {
  switch (issue.code) {
    case "custom":
      return (issue.params?.told as Told | undefined) ?? { code: "wrong-value" };
    case "invalid_type":
      // zod says it of a field that is not there, too.
      return issue.input === undefined
        ? { code: "missing" }
        : { code: "wrong-kind", params: { expected: issue.expected } };
    case "too_small": {
      const count = Number(issue.minimum);
      if (issue.origin === "string") return { code: "file-empty" };
      return { code: issue.origin === "array" ? "too-few" : "too-small", params: { count } };
    }
    case "too_big": {
      const code = ({ string: "too-long", array: "too-many" } as const)[issue.origin as "string"];
      return { code: code ?? "too-large", params: { count: Number(issue.maximum) } };
    }
    case "invalid_union":
      return issue.path.at(-1) === "change"
        ? { code: "not-price-change", params: CHANGES }
        : { code: "wrong-value" };
    default:
      return { code: "wrong-value" };
  }
}
