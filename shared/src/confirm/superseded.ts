import { makerOf } from "../document/keys.ts";
import type { SessionView } from "../document/session-document.ts";
import type { Confirm } from "../document/types.ts";

/**
 * The confirms that were rejected as too old, each by the later one with which its diner asked for the
 * very same again: a phone whose clock was wrong does so by itself. Nobody need be told of the first.
 */
export function supersededConfirms(view: SessionView): ReadonlyMap<string, string> {
  const superseded = new Map<string, string>();
  for (const [id, confirm] of Object.entries(view.confirms)) {
    const receipt = view.receipts[id];
    if (!receipt || receipt.ok || receipt.code !== "too-old") continue;
    // By the server's clock: the phone's is what was wrong.
    const isLater = (other: string) => (view.receipts[other]?.at ?? Infinity) > receipt.at;
    const later = Object.keys(view.confirms).find(
      (other) =>
        makerOf(other) === makerOf(id) && isLater(other) && isSame(view.confirms[other], confirm),
    );
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
