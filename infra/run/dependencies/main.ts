import { readFile, writeFile } from "node:fs/promises";
import { readLockedPackages } from "./packages.ts";
import { findingsShape, reviewLine, reviewProblems } from "./review.ts";

/**
 * `npm run review:packages` compares the packages of package-lock.json with those that somebody has
 * reviewed. Exit 1, with a sentence for each, when one is new, changed, under a licence that we may
 * not pass on, or known to be vulnerable. `-- --review` writes the review file anew; what changes
 * in it is for a person to look at before it is committed.
 */
const reviewFile = new URL("reviewed.txt", import.meta.url);
const packages = await readLockedPackages(new URL("../../../package-lock.json", import.meta.url));
const findings = findingsShape.parse(
  JSON.parse(await readFile(new URL("findings.json", import.meta.url), "utf8")),
);
if (process.argv.includes("--review")) {
  const head = `# Every package that package-lock.json pins, as it was reviewed: name, version, use, hash, licence.
# Written by npm run review:packages -- --review, after reading what is new.
`;
  await writeFile(reviewFile, `${head}${packages.map(reviewLine).join("\n")}\n`);
}
const problems = reviewProblems(packages, await readFile(reviewFile, "utf8"), findings);
for (const problem of problems) console.error(problem);
const shipped = packages.filter(({ use }) => use === "shipped").length;
if (problems.length === 0) {
  console.log(`${packages.length} packages, ${shipped} of them shipped: all as reviewed`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
