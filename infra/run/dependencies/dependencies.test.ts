import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type LockedPackage, lockedPackages, readLockedPackages } from "./packages.ts";
import { findingsShape, reviewLine, reviewProblems } from "./review.ts";

const packages = await readLockedPackages(new URL("../../../package-lock.json", import.meta.url));
const read = (name: string) => readFile(new URL(name, import.meta.url), "utf8");
const findings = findingsShape.parse(JSON.parse(await read("findings.json")));
const nothing = { licences: [], advisories: [] };

const one: LockedPackage = {
  ...{ name: "left-pad", version: "1.3.0", licence: "MIT", use: "shipped" },
  ...{ script: false, integrity: "sha512-AAAAAAAAAAAAAAAAAAAAAAAA==" },
};
const problems = (now: Partial<LockedPackage>, before: LockedPackage[] = [one]) =>
  reviewProblems([{ ...one, ...now }], before.map(reviewLine).join("\n"), nothing);

describe("The packages of the lockfile", () => {
  test("are those that were reviewed, under licences we may pass on, none known to be vulnerable", async () => {
    const found = reviewProblems(packages, await read("reviewed.txt"), findings);
    expect(found, "npm run review:packages says it too").toEqual([]);
    // More than the three that everything stands on.
    for (const name of ["yjs", "pg", "hono"]) {
      expect(packages.filter((each) => each.name === name)).toContainEqual(
        expect.objectContaining({ use: "shipped", script: false }),
      );
    }
    // What comes by npm is checked by its hash.
    expect(packages.filter(({ integrity }) => !integrity.startsWith("sha512-"))).toEqual([]);
  });

  test("are found where they lie, once, shipped if one of them is, without workspaces", () => {
    const lock = {
      packages: {
        "": { version: "1.0.0" },
        "node_modules/@tureen/web": { resolved: "web", link: true },
        "node_modules/a": { version: "1.0.0", license: "MIT", dev: true, integrity: "sha512-a" },
        "web/node_modules/a": { version: "1.0.0", license: "MIT", integrity: "sha512-a" },
        "node_modules/b/node_modules/@c/a": { version: "2.0.0", dev: true, hasInstallScript: true },
      },
    };
    const rest = { integrity: "sha512-a", licence: "MIT", script: false };
    expect(lockedPackages(lock)).toEqual([
      {
        ...{ name: "@c/a", version: "2.0.0", licence: "none", use: "development" },
        ...{ script: true, integrity: "none" },
      },
      { name: "a", version: "1.0.0", use: "shipped", ...rest },
    ]);
  });
});

describe("The review fails with a sentence for", () => {
  test.each<[string, Partial<LockedPackage>, LockedPackage[], RegExp]>([
    ["a new package", {}, [], /^left-pad 1\.3\.0 is new \(shipped, MIT\): read what it does/],
    [
      "another version",
      { version: "1.3.1" },
      [one],
      /^left-pad 1\.3\.1 is another version than was/,
    ],
    ["another content", { integrity: "sha512-BBBB" }, [one], /^left-pad 1\.3\.0 is not what was/],
    ["what now runs a script", { script: true }, [one], /shipped\+script/],
    ["what is shipped now", {}, [{ ...one, use: "development" }], /is not what was reviewed/],
    ["a licence", { licence: "AGPL-3.0" }, [{ ...one, licence: "AGPL-3.0" }], /under "AGPL-3\.0"/],
    ["no licence", { licence: "none" }, [{ ...one, licence: "none" }], /is under "none"/],
  ])("%s", (_, now, before, sentence) => {
    expect(problems(now, before)).toContainEqual(expect.stringMatching(sentence));
  });

  test("what is gone, and nothing when all is as it was", () => {
    expect(problems({})).toEqual([]);
    const reviewed = reviewLine(one);
    expect(reviewProblems([], reviewed, nothing)).toEqual([
      expect.stringMatching(/^left-pad 1\.3\.0 was reviewed and is not there any more/),
    ]);
  });

  test("a known vulnerability, in its versions only, unless somebody said why it may stay", () => {
    const advisory = {
      ...{ id: "GHSA-0", name: "left-pad", from: "1.0.0", below: "1.3.1" },
      what: "pads for ever",
    };
    const found = (version: string, accepted?: string) =>
      reviewProblems([{ ...one, version }], reviewLine({ ...one, version }), {
        licences: [],
        advisories: [{ ...advisory, accepted }],
      });
    expect(found("1.3.0")).toEqual(["left-pad 1.3.0: pads for ever (GHSA-0); mended in 1.3.1"]);
    expect([
      found("0.9.9"),
      found("1.3.1"),
      found("1.10.0"),
      found("1.3.0", "never called"),
    ]).toEqual([[], [], [], []]);
  });

  test("an exception for what is not there", () => {
    const licences = [{ name: "gone", licence: "MIT", because: "its LICENSE" }];
    expect(reviewProblems([], "", { ...nothing, licences })).toEqual([
      "findings.json excuses gone, which is not there any more",
    ]);
  });
});
