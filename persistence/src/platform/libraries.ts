/**
 * Some libraries are used past what they promise: their private fields, the prototypes of their classes.
 * That was read in one release of them, which the package pins; another one that an installation brings
 * along is found at the start instead of in a restaurant.
 */
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import packageJson from "../../package.json" with { type: "json" };
import { ConfigError } from "./run.ts";

/** Used past their promises here: pg's pool and client (wire/), Yjs' `_map`. */
const OWN = ["pg", "yjs"] as const;

/** Throws a ConfigError when what is installed here is not what this package pins. */
export function requireLibraries(): void {
  requirePinned(import.meta.url, packageJson.dependencies, OWN);
}

/**
 * Throws a ConfigError unless each of these libraries, as the module `from` would import it, has exactly
 * the version that `pinned` names.
 */
export function requirePinned<Name extends string>(
  from: string,
  pinned: Readonly<Record<Name, string>>,
  names: readonly Name[],
): void {
  const wrong = names.flatMap((name) => {
    const installed = versionOf(name, from);
    return installed === pinned[name] ? [] : [`${name} ${installed}, not ${pinned[name]}`];
  });
  if (wrong.length === 0) return;
  throw new ConfigError(
    `Tureen relies on internals of libraries that are installed in another version: ${wrong.join("; ")}.\nRun npm ci.`,
  );
}

function versionOf(name: string, from: string): string {
  const path = findPackageJSON(name, from);
  if (path === undefined) return "(none)";
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
