import { z } from "zod";
import type { LockedPackage } from "./packages.ts";

/** Licences under which others may use what we ship, without more than naming its authors. */
const SHIPPED_LICENCES = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];
/** What builds and tests only is not given away. */
const DEVELOPMENT_LICENCES = [
  ...SHIPPED_LICENCES,
  ...["BlueOak-1.0.0", "CC-BY-4.0", "CC0-1.0", "MPL-2.0", "MIT OR Apache-2.0", "(MIT OR CC0-1.0)"],
];

const HASH_SHOWN = 24;
const AGAIN = "npm run review:packages -- --review";

/** What was found out by reading, kept in findings.json beside this file. */
export const findingsShape = z.object({
  /** Packages whose manifest names no such licence: what theirs is, and why it may be. */
  licences: z.array(z.object({ name: z.string(), licence: z.string(), because: z.string() })),
  /** Known vulnerabilities; `accepted` says why one may stay. */
  advisories: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** The first version of the affected line, and the first that is mended. */
      from: z.string(),
      below: z.string(),
      what: z.string(),
      accepted: z.string().optional(),
    }),
  ),
});
export type Findings = z.infer<typeof findingsShape>;

/** One line per package, as the review file has it. */
export function reviewLine({ name, version, licence, use, script, integrity }: LockedPackage) {
  const hash = integrity.slice(0, HASH_SHOWN);
  return `${name} ${version} ${use}${script ? "+script" : ""} ${hash} ${licence}`;
}

/**
 * What is wrong with the packages, a sentence each: not the ones that somebody has reviewed, under a
 * licence that we may not pass on, or known to be vulnerable.
 */
export function reviewProblems(
  packages: readonly LockedPackage[],
  reviewed: string,
  findings: Findings,
): string[] {
  return [
    ...changesSince(packages, reviewed),
    ...packages.flatMap((each) => licenceProblem(each, findings) ?? []),
    ...packages.flatMap((each) => advisoryProblems(each, findings)),
    ...staleFindings(packages, findings),
  ];
}

function changesSince(packages: readonly LockedPackage[], reviewed: string): string[] {
  const lines = reviewed.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const idOf = (line: string) => line.split(" ", 2).join(" ");
  const before = new Map(lines.map((line) => [idOf(line), line]));
  const names = new Set(lines.map((line) => line.split(" ", 1)[0]));
  const problems: string[] = [];
  for (const each of packages) {
    const line = reviewLine(each);
    const known = before.get(idOf(line));
    before.delete(idOf(line));
    if (known === line) continue;
    const { name, version, licence, use, script } = each;
    if (known) {
      problems.push(
        `${name} ${version} is not what was reviewed: it was "${known}", now "${line}"`,
      );
      continue;
    }
    const change = names.has(name) ? "is another version than was reviewed" : "is new";
    const runs = script ? ", and runs a script when it is installed" : "";
    problems.push(
      `${name} ${version} ${change} (${use}, ${licence}${runs}): read what it does and its licence, then ${AGAIN}`,
    );
  }
  for (const id of before.keys()) {
    problems.push(`${id} was reviewed and is not there any more: ${AGAIN}`);
  }
  return problems;
}

function licenceProblem(
  { name, version, licence, use }: LockedPackage,
  { licences }: Findings,
): string | null {
  const allowed = use === "shipped" ? SHIPPED_LICENCES : DEVELOPMENT_LICENCES;
  if (allowed.includes(licence) || licences.some((each) => each.name === name)) return null;
  return `${name} ${version} (${use}) is under "${licence}", which is none of ${allowed.join(", ")}`;
}

function advisoryProblems({ name, version }: LockedPackage, { advisories }: Findings): string[] {
  return advisories
    .filter((each) => each.name === name && !each.accepted)
    .filter(({ from, below }) => !isBefore(version, from) && isBefore(version, below))
    .map(({ id, below, what }) => `${name} ${version}: ${what} (${id}); mended in ${below}`);
}

/** An exception that excuses nothing would excuse what comes later. */
function staleFindings(packages: readonly LockedPackage[], findings: Findings): string[] {
  const there = new Set(packages.map(({ name }) => name));
  return [...findings.licences, ...findings.advisories.filter(({ accepted }) => accepted)]
    .filter(({ name }) => !there.has(name))
    .map(({ name }) => `findings.json excuses ${name}, which is not there any more`);
}

/** Whether a version comes before another, by its three numbers. */
function isBefore(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const [mine = 0, theirs = 0] = [a?.[i], b?.[i]];
    if (mine !== theirs) return mine < theirs;
  }
  return false;
}
