import { Document } from "@hocuspocus/server";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { bringsChanges, isAhead } from "./missing-changes.ts";

/** A document, and another that has the same. */
function givenTwo() {
  const ours = new Document("table");
  ours.getMap("lines").set("a", 1);
  const theirs = new Y.Doc();
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ours));
  return { ours, theirs };
}

describe("missing changes", () => {
  it("are changes that a document lacks", () => {
    const { ours, theirs } = givenTwo();
    theirs.getMap("lines").set("b", 1);
    expect(isAhead(ours, Y.encodeStateVector(theirs))).toBe(true);
    expect(bringsChanges(ours, Y.encodeStateAsUpdate(theirs))).toBe(true);
  });

  it("are deletions alone, in an update", () => {
    const { ours, theirs } = givenTwo();
    theirs.getMap("lines").delete("a");
    expect(isAhead(ours, Y.encodeStateVector(theirs))).toBe(false);
    expect(bringsChanges(ours, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(ours)))).toBe(
      true,
    );
  });

  it("are not what a document has, be it more", () => {
    const { ours, theirs } = givenTwo();
    ours.getMap("lines").delete("a");
    ours.getMap("lines").set("b", 1);
    expect(isAhead(ours, Y.encodeStateVector(theirs))).toBe(false);
    expect(bringsChanges(ours, Y.encodeStateAsUpdate(theirs))).toBe(false);
  });
});
