/**
 * Who pays what: everybody's claims, resolved so that every part of a dish is somebody's or free and
 * none is two people's. Without a claim of their own, people pay what they had, and share equally
 * what was ordered for the table.
 */

import { seatOf } from "../table/document/keys.ts";
import { splitClaimKey } from "../table/document/roots/claims.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Cover, DinerId, LineRef } from "../table/document/types.ts";
import { mulDiv } from "./allocate.ts";
import {
  type Bill,
  type BillLine,
  createPricer,
  heldOf,
  keyOf,
  type Pricer,
  paymentsOf,
  uncovered,
} from "./bill.ts";
import { divide, lengthOf, PORTION, type Range } from "./ranges.ts";
import { type HostTreat, treated, treatOf } from "./treat.ts";

/** A part of a line that is still to be paid by one diner. */
export interface Share {
  /** Who pays it. */
  readonly diner: DinerId;
  /** Whose it is: another's where the host pays for them. */
  readonly of: DinerId;
  readonly ranges: readonly Range[];
  /** What it comes to now. */
  readonly amount: number;
  /** Whether they said so themselves. */
  readonly claimed: boolean;
}

export interface SharedLine {
  readonly line: BillLine;
  readonly shares: readonly Share[];
  /** What nobody claims. */
  readonly unclaimed: { readonly ranges: readonly Range[]; readonly amount: number };
  /** Whether people claim more of what is left of it than there is, so that each has less of it. */
  readonly contested: boolean;
}

export interface DinerShare {
  readonly diner: DinerId;
  /** What is still theirs to pay: a host's with what they pay for the others. */
  readonly owes: number;
  /** What of theirs the host pays instead; it belongs to what the host owes. */
  readonly treated: number;
  /** What they have paid and not been given back, without tips. */
  readonly paid: number;
  /** What is kept for a payment of theirs that is on its way. */
  readonly reserved: number;
}

export interface Shares {
  readonly lines: readonly SharedLine[];
  readonly diners: readonly DinerShare[];
  /** What nobody claims, in all. */
  readonly unclaimed: number;
  /** What the host pays for the others, if anything (treat.ts). */
  readonly treat: HostTreat | null;
}

/** Who pays what of the bill, from the claims in the session's document. */
export function sharesOf(view: SessionView, bill: Bill): Shares {
  const table: Table = {
    diners: view.diners,
    present: dinersPresent(view),
    claims: claimsByLine(view),
    settled: settledParts(view),
    price: createPricer(bill),
  };
  const untreated = bill.lines.map((line) => resolve(line, table));
  const treat = treatOf(view);
  const lines = treat ? treated(untreated, treat, view, table.price) : untreated;
  const owed = new Map<DinerId, number>();
  const spared = new Map<DinerId, number>();
  for (const { shares } of lines) {
    for (const { diner, of, amount } of shares) {
      owed.set(diner, (owed.get(diner) ?? 0) + amount);
      if (of !== diner) spared.set(of, (spared.get(of) ?? 0) + amount);
    }
  }
  const payments = paymentsOf(view);
  return {
    lines,
    treat,
    diners: Object.keys(view.diners)
      .sort(bySeat)
      .map((diner) => {
        const own = payments.filter(({ by }) => by === diner);
        return {
          diner,
          owes: owed.get(diner) ?? 0,
          treated: spared.get(diner) ?? 0,
          paid: sum(own, heldOf),
          reserved: sum(own, (each) => (each.status === "reserved" ? each.amount : 0)),
        };
      }),
    unclaimed: sum(lines, (each) => each.unclaimed.amount),
  };
}

/** What of a diner's part of a line is paid for, or on its way, whoever pays. */
export function settledOf(view: SessionView, on: LineRef, diner: DinerId): number {
  return settledParts(view).get(keyOf(on))?.get(diner) ?? 0;
}

/** The ranges that these diners pay, and what nobody claims if wanted, as a wish names them. */
export function coversOf(
  shares: Shares,
  of: readonly DinerId[],
  { unclaimed = false }: { readonly unclaimed?: boolean } = {},
): Cover[] {
  return shares.lines.flatMap(({ line: { order, line }, shares: parts, unclaimed: nobodys }) => [
    ...parts
      .filter(({ diner }) => of.includes(diner))
      .flatMap(({ of, ranges }) => ranges.map(([from, to]) => ({ order, line, from, to, of }))),
    ...(unclaimed ? nobodys.ranges : []).map(([from, to]) => ({ order, line, from, to, of: null })),
  ]);
}

/** Ranges by line of the bill. */
export function rangesOf(covers: readonly Cover[]): Map<string, Range[]> {
  const byLine = new Map<string, Range[]>();
  for (const { from, to, ...on } of covers) {
    const key = keyOf(on);
    const ranges = byLine.get(key);
    if (ranges) ranges.push([from, to]);
    else byLine.set(key, [[from, to]]);
  }
  return byLine;
}

/** How much of a line somebody pays unless they say otherwise, in parts of a portion. */
export function defaultParts(line: BillLine, diner: DinerId, present: readonly DinerId[]): number {
  if (line.for !== "table") {
    const maker = line.line.slice(0, line.line.indexOf("-"));
    const had = line.shares[diner] ?? 0;
    // What somebody ordered for another is the other's.
    const given = line.for !== maker ? (line.shares[maker] ?? 0) : 0;
    const parts = (diner === maker && given > 0 ? 0 : had) + (diner === line.for ? given : 0);
    return parts * PORTION;
  }
  const place = present.indexOf(diner);
  if (place < 0) return 0;
  const all = line.quantity * PORTION;
  return mulDiv(all, place + 1, present.length) - mulDiv(all, place, present.length);
}

/** Everybody who has not left, in the order of their seats. */
export function dinersPresent(view: SessionView): DinerId[] {
  const all = Object.entries(view.diners);
  const there = all.filter(([, { gone }]) => !gone);
  return (there.length > 0 ? there : all).map(([diner]) => diner).sort(bySeat);
}

/** What is looked up for every line; made once, for a bill is worked out anew with every tap. */
interface Table {
  readonly diners: SessionView["diners"];
  readonly present: readonly DinerId[];
  readonly claims: ReadonlyMap<string, ReadonlyMap<DinerId, number>>;
  readonly settled: ReadonlyMap<string, ReadonlyMap<DinerId, number>>;
  readonly price: Pricer;
}

function resolve(line: BillLine, table: Table): SharedLine {
  const { present } = table;
  const price = table.price(line);
  const left = uncovered(line);
  const key = keyOf(line);
  const said = table.claims.get(key);
  const whole = lengthOf(line.live);
  const claims: Claim[] = [];
  for (const diner of concerned(line, table, said)) {
    const claim = said?.get(diner);
    const parts = claim ?? defaultParts(line, diner, present);
    if (parts <= 0) continue;
    claims.push({ diner, claimed: claim !== undefined, parts });
  }
  // First what each has of the whole dish, so that who has paid that owes no more of it.
  const had = fitSaidFirst(claims, whole);
  const paid = table.settled.get(key);
  const owing = fitSaidFirst(paid ? without(had, paid) : had, lengthOf(left));
  // Who has paid all that became theirs has nothing to settle with the others any more.
  const rivals = owing.filter(({ claimed }) => claimed);
  const wanted = sum(rivals, ({ diner }) =>
    Math.max(0, (said?.get(diner) ?? 0) - (paid?.get(diner) ?? 0)),
  );
  const { pieces, rest } = divide(
    left,
    owing.map(({ parts }) => parts),
  );
  return {
    line,
    shares: owing.flatMap(({ diner, claimed }, i): Share[] => {
      const ranges = pieces[i] ?? [];
      const share = { diner, of: diner, ranges, claimed, amount: price(ranges) };
      return ranges.length === 0 ? [] : [share];
    }),
    unclaimed: { ranges: rest, amount: price(rest) },
    contested: rivals.length > 1 && left.length > 0 && wanted > lengthOf(left),
  };
}

/** What is left of claims when so much of them is paid for. */
function without(claims: readonly Claim[], paid: ReadonlyMap<DinerId, number>): readonly Claim[] {
  return claims.flatMap((claim) => {
    const parts = claim.parts - (paid.get(claim.diner) ?? 0);
    return parts > 0 ? [{ ...claim, parts }] : [];
  });
}

/** Who may have to do with a line, in the order of their seats. */
function concerned(
  line: BillLine,
  { present, diners }: Table,
  said: ReadonlyMap<DinerId, number> | undefined,
): readonly DinerId[] {
  if (line.for === "table" && !said) return present;
  const theirs = line.for === "table" ? present : [line.for, ...Object.keys(line.shares)];
  const all = new Set([...theirs, ...(said?.keys() ?? [])]);
  return [...all].filter((diner) => Object.hasOwn(diners, diner)).sort(bySeat);
}

interface Claim {
  readonly diner: DinerId;
  readonly claimed: boolean;
  readonly parts: number;
}

/** The claims cut to so many parts in all: what people said comes before what they had. */
function fitSaidFirst(claims: readonly Claim[], whole: number): readonly Claim[] {
  const wanted = sum(claims, ({ parts }) => parts);
  if (wanted <= whole) return claims;
  const said = sum(claims, ({ claimed, parts }) => (claimed ? parts : 0));
  const ofSaid = proportionally(Math.min(said, whole), said);
  const ofUnsaid = proportionally(whole - Math.min(said, whole), wanted - said);
  return claims.map((claim) => ({
    ...claim,
    parts: claim.claimed ? ofSaid(claim.parts) : ofUnsaid(claim.parts),
  }));
}

/** Cuts what is wanted, `all` in the end, to its part of a whole, so that the parts add up to it. */
function proportionally(whole: number, all: number): (wanted: number) => number {
  let before = 0;
  return (wanted) => {
    const from = mulDiv(whole, before, all);
    before += wanted;
    return mulDiv(whole, before, all) - from;
  };
}

/** Everybody's claims by line and diner. */
function claimsByLine(view: SessionView): ReadonlyMap<string, Map<DinerId, number>> {
  const byLine = new Map<string, Map<DinerId, number>>();
  for (const [key, parts] of Object.entries(view.claims)) {
    const { diner, ...on } = splitClaimKey(key);
    of(byLine, keyOf(on)).set(diner, parts);
  }
  return byLine;
}

/** What of each diner's claims is paid for, or on its way, whoever pays, by line and diner. */
function settledParts(view: SessionView): ReadonlyMap<string, Map<DinerId, number>> {
  const byLine = new Map<string, Map<DinerId, number>>();
  for (const payment of paymentsOf(view)) {
    if (payment.status !== "reserved" && heldOf(payment) === 0) continue;
    for (const { from, to, of: diner, ...on } of payment.covers) {
      if (diner === null) continue;
      const line = of(byLine, keyOf(on));
      line.set(diner, (line.get(diner) ?? 0) + to - from);
    }
  }
  return byLine;
}

/** A line's map, made when it is first asked for. */
function of(byLine: Map<string, Map<DinerId, number>>, key: string): Map<DinerId, number> {
  const line = byLine.get(key) ?? new Map<DinerId, number>();
  byLine.set(key, line);
  return line;
}

function bySeat(a: DinerId, b: DinerId): number {
  return seatOf(a) - seatOf(b);
}

function sum<T>(of: readonly T[], value: (each: T) => number): number {
  return of.reduce((all, each) => all + value(each), 0);
}
