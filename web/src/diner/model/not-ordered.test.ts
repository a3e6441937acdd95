import { type CartLine, cartOf } from "@tureen/shared/table/document/cart";
import { newClientId } from "@tureen/shared/table/document/keys";
import {
  DinerEdits,
  editAsServer,
  newDinerDocument,
  readSession,
} from "@tureen/shared/table/document/session-document";
import type { SessionStatus } from "@tureen/shared/table/document/types";
import { expect, test } from "vitest";
import { notOrderedAtEnd } from "./not-ordered.ts";

const LINE = { item: "soup", options: [], note: "", for: "d1", at: 1 } as const;

/** A phone's document with a dish that the table knows and one that it does not. */
function phone(status: SessionStatus) {
  const doc = newDinerDocument(newClientId(1));
  editAsServer(doc, (edits) => {
    edits.diner({ seat: 1, colour: 0, host: true });
    edits.facts({ status });
  });
  const edits = new DinerEdits(doc, "d1");
  const saved = edits.addLine(LINE, 2);
  const unsaved = edits.addLine({ ...LINE, at: 2 }, 1);
  const view = readSession(doc);
  return { now: { view, cart: cartOf(view), unsaved: new Set([unsaved]) }, saved, unsaved };
}

const quantities = (lines: readonly CartLine[]) => lines.map(({ id, quantity }) => [id, quantity]);

for (const status of ["closed", "expired"] as const) {
  test(`a table that was ${status} leaves all of its cart, with what only this phone had`, () => {
    const { now, saved, unsaved } = phone(status);
    const { lines, certainty } = notOrderedAtEnd(status, now);
    expect(quantities(lines)).toEqual([
      [saved, 2],
      [unsaved, 1],
    ]);
    expect(certainty).toBe("sure");
  });

  test(`a phone that only heard that the table was ${status} does not claim to know it all`, () => {
    const { now } = phone("active");
    const { lines, certainty } = notOrderedAtEnd(status, now);
    expect([lines.length, certainty]).toEqual([2, "asFarAsKnown"]);
  });
}

for (const reason of ["gone", "left"] as const) {
  test(`of a table that goes on (${reason}) only what it may lack is said`, () => {
    const { now, unsaved } = phone("active");
    const { lines, certainty } = notOrderedAtEnd(reason, now);
    expect(quantities(lines)).toEqual([[unsaved, 1]]);
    expect(certainty).toBe("unsaved");
  });
}
