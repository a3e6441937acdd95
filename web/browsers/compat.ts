import bcd from "@mdn/browser-compat-data" with { type: "json" };
import type { CompatStatement, Identifier, VersionValue } from "@mdn/browser-compat-data";
import { OLDEST_BROWSERS } from "./oldest.ts";

/** A feature that one of the oldest browsers lacks: its dotted name, and who has it from when. */
export type NewerFeature = { readonly name: string; readonly lacking: string };

/** What MDN says of a feature, by the path in its data. */
export function at(...path: string[]): Identifier | undefined {
  let here: unknown = bcd;
  for (const step of path) {
    if (!Object.hasOwn(here as object, step)) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here as Identifier;
}

/**
 * Which of the oldest browsers lack a feature, and from when they have it; undefined when all have it.
 * What a browser has in part, or with notes, it lacks unless half is enough.
 */
export function lackOf(
  feature: Identifier | undefined,
  { half = "too little" }: { half?: "enough" | "too little" } = {},
): string | undefined {
  const support = (feature?.__compat as CompatStatement | undefined)?.support;
  if (!support) return undefined;
  const lacking = Object.entries(OLDEST_BROWSERS).flatMap(([browser, oldest]) => {
    const statements = [support[browser as keyof typeof OLDEST_BROWSERS] ?? []].flat();
    // The first is that of the newest versions; none counts that takes a prefix or a setting.
    const counting = (half === "enough" ? statements : statements.slice(0, 1)).filter(
      (each) => !each.flags && !each.prefix && !each.alternative_name,
    );
    const has = counting.some(({ version_added: added }) => isThere(added, oldest));
    return has ? [] : [`${browser} ${counting[0]?.version_added || "never"}`];
  });
  return lacking.length > 0 ? lacking.join(", ") : undefined;
}

function isThere(added: VersionValue, oldest: string): boolean {
  return (
    typeof added === "string" && added !== "preview" && !isOlder(oldest, added.replace("≤", ""))
  );
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split(".").map(Number));
  return a![0] !== b![0] ? a![0]! < b![0]! : (a![1] ?? 0) < (b![1] ?? 0);
}
