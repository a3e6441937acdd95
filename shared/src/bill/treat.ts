/**
 * The host pays for the others, each up to a limit. It moves who pays a part, never whose the part is:
 * what the host has paid for somebody counts as theirs, and for their limit. What was said is only ever about what
 * is still open: who takes it back, or leaves, gives the parts back to whose they are.
 */
import type { SessionView } from "../table/document/session-document.ts";
import type { DinerId } from "../table/document/types.ts";
import { type BillLine, heldOf, keyOf, type LinePricer, type Pricer, paymentsOf } from "./bill.ts";
import { amountOf, common, divide, lengthOf, type Range } from "./ranges.ts";
import type { Share, SharedLine } from "./shares.ts";

/** What a host pays for each of the others, in minor units; null: all that is theirs. */
export interface HostTreat {
  readonly host: DinerId;
  readonly limit: number | null;
}

/** What the host said, where hosts may pay; null when it is nothing, or the host has left. */
export function treatOf(view: SessionView): HostTreat | null {
  if (!view.session.terms?.hostPays) return null;
  for (const [host, { limit }] of Object.entries(view.treats)) {
    const diner = view.diners[host];
    if (limit !== 0 && diner?.host && !diner.gone) return { host, limit };
  }
  return null;
}

/**
 * The lines with each guest's part up to the limit moved to the host. What does not fit as a whole is
 * cut where it is worth the limit; dear dishes, whose parts are worth more than a unit, are taken first, so that
 * the cut falls into the cheapest.
 */
export function treated(
  lines: readonly SharedLine[],
  { host, limit }: HostTreat,
  view: SessionView,
  price: Pricer,
): readonly SharedLine[] {
  if (limit === null) {
    return lines.map((shared) => ({
      ...shared,
      shares: shared.shares.map((share) => ({ ...share, diner: host })),
    }));
  }
  const paid = paidFor(view, host, lines);
  const left = new Map<DinerId, number>();
  const moved = new Map<SharedLine, readonly Share[]>();
  const dearest = lines
    .map((shared) => ({ shared, worth: worthOfPart(shared.line) }))
    .sort((a, b) => b.worth - a.worth);
  for (const { shared } of dearest) {
    const shares = shared.shares.flatMap((share): readonly Share[] => {
      const { of } = share;
      if (of === host) return [share];
      const most = left.get(of) ?? Math.max(0, limit - (paid.get(of) ?? 0));
      const parts = cut(share, host, most, () => price(shared.line));
      const taken = parts.find(({ diner }) => diner === host)?.amount ?? 0;
      left.set(of, most - taken);
      return parts;
    });
    moved.set(shared, shares);
  }
  return lines.map((shared) => ({ ...shared, shares: moved.get(shared) ?? shared.shares }));
}

/** A guest's share as the host's, as far as it is not worth more than this, and what is left the guest's. */
function cut(
  share: Share,
  host: DinerId,
  most: number,
  priceOf: () => LinePricer,
): readonly Share[] {
  if (share.amount <= most) return [{ ...share, diner: host }];
  // Mostly nothing is left of the limit: only what is really cut has to be priced.
  if (most === 0) return [share];
  const ofRanges = priceOf();
  const [hosts, own] = splitByWorth(ofRanges, share.ranges, most);
  if (hosts.length === 0) return [share];
  const amount = ofRanges(hosts);
  return [
    { ...share, diner: host, ranges: hosts, amount },
    { ...share, ranges: own, amount: share.amount - amount },
  ];
}

/** The most of ranges, from their beginning, that is not worth more than an amount; and the rest. */
export function splitByWorth(
  priceOf: LinePricer,
  ranges: readonly Range[],
  most: number,
): [Range[], Range[]] {
  const first = (parts: number) => divide(ranges, [parts]);
  let [low, high] = [0, lengthOf(ranges)];
  if (priceOf(ranges) <= most) low = high;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (priceOf(first(middle).pieces[0] ?? []) <= most) low = middle;
    else high = middle - 1;
  }
  const { pieces, rest } = first(low);
  return [pieces[0] ?? [], rest];
}

/** What the host has paid for each of the others or is paying, at what the dishes come to now. */
function paidFor(
  view: SessionView,
  host: DinerId,
  lines: readonly SharedLine[],
): Map<DinerId, number> {
  const byKey = new Map(lines.map(({ line }) => [keyOf(line), line]));
  const paid = new Map<DinerId, number>();
  for (const payment of paymentsOf(view)) {
    if (payment.by !== host) continue;
    if (payment.status !== "reserved" && heldOf(payment) === 0) continue;
    for (const { from, to, of, ...on } of payment.covers) {
      const line = byKey.get(keyOf(on));
      if (of === null || of === host || !line) continue;
      const worth = amountOf(common([[from, to]], line.live), line.live, line.amount);
      paid.set(of, (paid.get(of) ?? 0) + worth);
    }
  }
  return paid;
}

function worthOfPart({ live, amount }: BillLine): number {
  return amount / Math.max(1, lengthOf(live));
}
