import { describe, expect, test } from "vitest";
import { type KnownThing, matchThings, type WantedThing } from "./match-things.ts";

type Known = KnownThing & { readonly key: string };

/** A dish of the restaurant: `Mains/Soup`, and what else is known of it. */
function known(path: string, more: Partial<Known> = {}): Known {
  return { ...wanted(path), archivedAt: null, key: path, ...more };
}

function wanted(path: string, more: Partial<WantedThing> = {}): WantedThing {
  const [place = "", name = ""] = path.split("/");
  return { place, name, externalId: null, code: null, price: 100, ...more };
}

/** What each wanted thing was recognised as: its key, "?" where undecided, "-" where new. */
function match(ours: readonly Known[], theirs: readonly WantedThing[]): string[] {
  const { matched, undecided } = matchThings(ours, theirs);
  return matched.map((each, at) => each?.known.key ?? (undecided.has(at) ? "?" : "-"));
}

const id = (externalId: string) => ({ externalId });
const code = (number: string) => ({ code: number });
const price = (minor: number) => ({ price: minor });
const gone = (archivedAt: number) => ({ archivedAt });

describe("an external id", () => {
  test("outweighs name, section and code", () => {
    const ours = [known("A/Soup", { ...id("1"), ...code("7") }), known("A/Stew", id("2"))];
    const theirs = [wanted("A/Soup", id("2")), wanted("B/Broth", id("1"))];
    expect(match(ours, theirs)).toEqual(["A/Stew", "A/Soup"]);
  });

  test("that differs makes two dishes of one name", () => {
    expect(match([known("A/Soup", id("1"))], [wanted("A/Soup", id("2"))])).toEqual(["-"]);
  });

  test("may come later: until then the name counts", () => {
    expect(match([known("A/Soup")], [wanted("A/Soup", id("1"))])).toEqual(["A/Soup"]);
  });

  test("revives what was taken off the menu", () => {
    const ours = [known("A/Soup", { ...id("1"), ...gone(5) }), known("A/Broth")];
    expect(match(ours, [wanted("B/Broth", id("1"))])).toEqual(["A/Soup"]);
  });
});

describe("a code", () => {
  test("tells a renamed dish", () => {
    expect(match([known("A/Soup", code("7"))], [wanted("B/Broth", code("7"))])).toEqual(["A/Soup"]);
  });

  test("that now is another dish's number tells nothing", () => {
    const ours = [known("A/Soup", code("1")), known("A/Stew", code("2"))];
    const theirs = [
      wanted("A/Salad", code("1")),
      wanted("A/Soup", code("2")),
      wanted("A/Stew", code("3")),
    ];
    expect(match(ours, theirs)).toEqual(["-", "A/Soup", "A/Stew"]);
  });

  test("of several dishes tells nothing of a new name, but tells apart those of one name", () => {
    const ours = [known("A/Tea", code("1")), known("A/Tea", { ...code("2"), key: "second" })];
    expect(match(ours, [wanted("A/Tea", { ...code("2"), ...price(90) })])).toEqual(["second"]);
    const twice = [known("A/Tea", code("1")), known("B/Tea", code("1"))];
    expect(match(twice, [wanted("A/Chai", code("1"))])).toEqual(["-"]);
  });

  test("of what is off the menu is free for another dish", () => {
    const ours = [known("A/Soup", { ...code("7"), ...gone(5) })];
    expect(match(ours, [wanted("A/Duck", code("7"))])).toEqual(["-"]);
  });
});

describe("a name", () => {
  test("counts in its section first, whatever its capitals and spaces", () => {
    const ours = [known("A/Soup"), known("B/Soup")];
    expect(match(ours, [wanted("B/soup "), wanted("A/SOUP")])).toEqual(["B/Soup", "A/Soup"]);
  });

  test("that is the only one of its kind counts anywhere", () => {
    expect(match([known("A/Soup")], [wanted("B/Soup")])).toEqual(["A/Soup"]);
  });

  test("that several have elsewhere decides nothing", () => {
    expect(match([known("A/Soup"), known("B/Soup")], [wanted("C/Soup")])).toEqual(["?"]);
    expect(match([known("A/Soup")], [wanted("B/Soup"), wanted("C/Soup")])).toEqual(["?", "?"]);
  });

  test("that stays in one section and moves in another is told by what is left", () => {
    const ours = [known("A/Soup"), known("B/Soup")];
    expect(match(ours, [wanted("A/Soup"), wanted("C/Soup")])).toEqual(["A/Soup", "B/Soup"]);
  });

  test("twice in one section is told by the price, and by nothing else", () => {
    const cheap = known("A/Dip", { ...price(50), key: "cheap" });
    const dear = known("A/Dip", { ...price(75), key: "dear" });
    const dips = (...prices: number[]) => prices.map((minor) => wanted("A/Dip", price(minor)));
    expect(match([cheap, dear], dips(75, 50))).toEqual(["dear", "cheap"]);
    expect(match([cheap, dear], dips(75))).toEqual(["dear"]);
    expect(match([cheap, dear], dips(75, 80))).toEqual(["dear", "?"]);
    expect(match([cheap, dear], dips(60))).toEqual(["?"]);
    expect(match([cheap], dips(50, 75))).toEqual(["cheap", "-"]);
    expect(match([cheap, dear], [wanted("B/Dip", price(75))])).toEqual(["?"]);
  });

  test("of twins that nothing tells apart goes by their order, if there are as many as before", () => {
    const ours = [known("A/Dip", { key: "1" }), known("A/Dip", { key: "2" })];
    expect(match(ours, [wanted("A/Dip"), wanted("A/Dip")])).toEqual(["1", "2"]);
    expect(match(ours, [wanted("A/Dip")])).toEqual(["?"]);
  });
});

describe("what was taken off the menu", () => {
  test("comes back under its name, the latest of several", () => {
    const ours = [known("A/Soup", gone(5)), known("A/Soup", { ...gone(9), key: "latest" })];
    expect(match(ours, [wanted("A/Soup")])).toEqual(["latest"]);
  });

  test("gives way to what is on it", () => {
    const ours = [known("A/Soup", gone(5)), known("B/Soup")];
    expect(match(ours, [wanted("A/Soup")])).toEqual(["B/Soup"]);
  });
});
