import { type Bill, billOf } from "@tureen/shared/bill/bill";
import { type Shares, sharesOf } from "@tureen/shared/bill/shares";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { type Accessor, createMemo } from "solid-js";
import { type LineFacts, lineFacts } from "./line-facts.ts";

/** A bill that follows the document it is made of. */
export interface LiveBill {
  readonly view: Accessor<SessionView>;
  readonly bill: Accessor<Bill>;
  readonly shares: Accessor<Shares>;
  readonly facts: Accessor<ReadonlyMap<string, LineFacts>>;
}

/** Computes the bill anew whenever the document changes. */
export function createBill(view: Accessor<SessionView>): LiveBill {
  const bill = createMemo(() => billOf(view()));
  const shares = createMemo(() => sharesOf(view(), bill()));
  const facts = createMemo(() => lineFacts(view(), bill()));
  return { view, bill, shares, facts };
}
