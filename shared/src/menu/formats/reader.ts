import type { z } from "zod";
import { problemsOf } from "../file-problems.ts";
import { unknownFields } from "../unknown-fields.ts";
import type { KeptField, RawMenu } from "./raw-menu.ts";
import type { NoteCode, Notes } from "./report.ts";
import { WHOLE_FILE } from "./table-place.ts";

/** What a reader needs besides the file. */
export interface ReaderContext {
  readonly notes: Notes;
  /** ISO 4217, of what the file gives no currency. */
  readonly currency: string;
  /** BCP 47, the language of what the file says of none. */
  readonly locale: string;
  /** Whether several prices of a dish are sizes of it. */
  readonly sizes: boolean;
  /** Whether rows of a table that hold nothing but a name are sections; undefined: nobody was asked. */
  readonly headings?: boolean | undefined;
  /** By header of a table: what its column is ("price", "name:de"), or "-" for nothing. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What a file came to. */
export interface Reading {
  readonly menu: RawMenu;
  /** What the format cannot say: dishes that are recognised keep it. */
  readonly keeps: readonly KeptField[];
}

/** The JSON in a file; null, with a fault noted, when it is none. */
export function jsonOf(text: string, notes: Notes): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    notes.add("fault", WHOLE_FILE, "not-json", { detail: error.message });
    return null;
  }
}

/**
 * Foreign JSON by its shape. Null, with a fault noted for each wrong field, when it has another one; what
 * the shape does not name is noted as not kept, as `reasons` say it by its last name ("" where nobody misses it).
 */
export function shaped<S extends z.ZodType>(
  schema: S,
  json: unknown,
  {
    notes,
    reasons = {},
  }: { readonly notes: Notes; readonly reasons?: Readonly<Record<string, NoteCode | "">> },
): z.infer<S> | null {
  const parsed = schema.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    for (const { path, code, params } of problemsOf(parsed.error)) {
      notes.add("fault", path, code, params);
    }
    return null;
  }
  for (const { path } of unknownFields(schema, json)) {
    const name = path.slice(path.lastIndexOf(".") + 1);
    const reason = reasons[name];
    if (reason === "") continue;
    if (reason) notes.add("not-kept", path, reason);
    else notes.add("not-kept", path, "menu-has-no", { name });
  }
  return parsed.data;
}

/** Photos are uploaded: another system's address is no photo of the restaurant. */
export const PHOTO_REASON = "photo-fetched";
