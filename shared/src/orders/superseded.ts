import { makerOf } from "../table/document/keys.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Confirm } from "../table/document/types.ts";

/**
 * The confirms that were rejected as too old, each with the last one with which its diner asked for the
 * very same again: a phone whose clock was wrong does so by itself. Nobody need be told of the first.
 */
export function supersededConfirms(view: SessionView): ReadonlyMap<string, string> {
  const superseded = new Map<string, string>();
  for (const [id, confirm] of Object.entries(view.confirms)) {
    const receipt = view.receipts[id];
    if (!receipt || receipt.ok || receipt.code !== "too-old") continue;
    // By the server's clock: the phone's is what was wrong. One without a receipt is the latest.
    const answeredAt = (other: string) => view.receipts[other]?.at ?? Infinity;
    const later = Object.keys(view.confirms)
      .filter((other) => makerOf(other) === makerOf(id) && answeredAt(other) > receipt.at)
      .filter((other) => isSame(view.confirms[other], confirm))
      .sort((a, b) => answeredAt(a) - answeredAt(b))
      .at(-1);
    if (later !== undefined) superseded.set(id, later);
  }
  return superseded;
}

function isSame(a: Confirm | undefined, b: Confirm): boolean {
  return a !== undefined && wishOf(a) === wishOf(b);
}

/** What is asked for, whenever it is. */
function wishOf({ lines, total, menuVersion }: Confirm): string {
  const fields = lines.map(({ line, quantity, unitPrice, ordered }) => {
    return [line, quantity, unitPrice, ordered];
  });
  return JSON.stringify([fields, total, menuVersion]);
}
