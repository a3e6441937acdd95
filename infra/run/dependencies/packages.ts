import { readFile } from "node:fs/promises";
import { z } from "zod";

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

/** A package that the lockfile pins, wherever it lies and however often. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, as its author says; "none" where nothing is said. */
  readonly licence: string;
  /** Whether it can be in an image or in the app, or helps to build and test only. */
  readonly use: "shipped" | "development";
  /** Whether it has something run when it is installed. */
  readonly script: boolean;
  /** Hash of its content, as npm checks it. */
  readonly integrity: string;
}

/** All packages of package-lock.json but the workspaces, by name and version. */
export async function readLockedPackages(path: string | URL): Promise<LockedPackage[]> {
  return lockedPackages(JSON.parse(await readFile(path, "utf8")));
}

/** The same from a lockfile that was parsed. */
export function lockedPackages(lock: unknown): LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  for (const [place, entry] of Object.entries(lockfile.parse(lock).packages)) {
    const at = place.lastIndexOf("node_modules/");
    if (at < 0 || entry.link || !entry.version) continue;
    const name = place.slice(at + "node_modules/".length);
    const id = `${name} ${entry.version}`;
    const shipped = !entry.dev || found.get(id)?.use === "shipped";
    found.set(id, {
      ...{ name, version: entry.version, licence: entry.license ?? "none" },
      ...{ use: shipped ? "shipped" : "development", script: entry.hasInstallScript ?? false },
      integrity: entry.integrity ?? "none",
    });
  }
  return [...found.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const key = ({ name, version }: LockedPackage) => `${name} ${version}`;
