import {
  type AnchoredEntry,
  anchorHash,
  type LedgerAnchor,
  NO_ANCHOR,
  rootOf,
} from "@tureen/shared/bill/proof";
import { z } from "zod";
import type { Database, Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { vouchedDigest } from "./vouched-digest.ts";

/** Entries that one anchor commits to, at most: a proof then has nine hashes, and reads no more rows. */
export const MAX_ANCHORED = 256;
/** How far behind a ledger's last anchor may be before it gets the next. */
export const ANCHOR_EVERY_MS = 15 * 60 * 1000;
/** Anchors made in one run, where a ledger has never had any. */
const MAX_PER_RUN = 200;

const hex = (column: string) => `encode(${column}, 'hex')`;
const entryRow = z.object({ number: z.int(), hash: z.string(), content: z.string() });
const anchorRow = z.object({
  ...{ number: z.int(), firstEntry: z.int(), lastEntry: z.int(), root: z.string() },
  ...{ head: z.string(), at: z.date(), previous: z.string(), hash: z.string() },
});

/**
 * Commits to the entries of a restaurant's ledger that no anchor commits to yet; returns how many anchors
 * it made. Two workers at it make the same ones once.
 */
export async function anchorLedger(
  database: Database,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<number> {
  const q = ofRestaurant(database, restaurantId);
  for (let made = 0; made < MAX_PER_RUN; made++) {
    const [last] = await readAnchors(q, { restaurantId, limit: 1 });
    const firstEntry = (last?.lastEntry ?? 0) + 1;
    const to = firstEntry + MAX_ANCHORED - 1;
    const entries = await readAnchoredEntries(q, { restaurantId, from: firstEntry, to });
    const newest = entries.at(-1);
    if (!newest) return made;
    const anchor = {
      ...{ number: (last?.number ?? 0) + 1, firstEntry, lastEntry: newest.number },
      ...{ root: rootOf(entries), head: newest.hash, at: now.getTime() },
      previous: last?.hash ?? NO_ANCHOR,
    };
    await q.query(
      `insert into ledger_anchors (restaurant_id, number, first_entry, last_entry, root, head, at,
         previous_hash, hash)
       values ($1, $2, $3, $4, decode($5, 'hex'), decode($6, 'hex'), $7, decode($8, 'hex'),
         decode($9, 'hex'))
       on conflict do nothing`,
      [
        ...[restaurantId, anchor.number, firstEntry, anchor.lastEntry, anchor.root, anchor.head],
        ...[now, anchor.previous, anchorHash(restaurantId, anchor)],
      ],
    );
  }
  return MAX_PER_RUN;
}

/** A restaurant's anchors, the newest first: those before a number, if one is given. */
export async function readAnchors(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<LedgerAnchor[]> {
  const { restaurantId, before, limit } = input;
  const rows = await readRows(
    q,
    anchorRow,
    `${ANCHOR} where restaurant_id = $1 and ($2::bigint is null or number < $2)
     order by number desc limit $3`,
    [restaurantId, before ?? null, limit],
  );
  return rows.map(anchorOf);
}

/** The anchors after a number, in their order. */
export async function readAnchorsFrom(
  q: Queryable,
  input: { readonly restaurantId: string; readonly after: number; readonly limit: number },
): Promise<LedgerAnchor[]> {
  const rows = await readRows(
    q,
    anchorRow,
    `${ANCHOR} where restaurant_id = $1 and number > $2 order by number limit $3`,
    [input.restaurantId, input.after, input.limit],
  );
  return rows.map(anchorOf);
}

/** The anchor that commits to an entry; null until there is one. */
export async function readAnchorOf(
  q: Queryable,
  { restaurantId, entry }: { readonly restaurantId: string; readonly entry: number },
): Promise<LedgerAnchor | null> {
  const rows = await readRows(
    q,
    anchorRow,
    `${ANCHOR} where restaurant_id = $1 and last_entry >= $2 order by last_entry limit 1`,
    [restaurantId, entry],
  );
  return rows[0] ? anchorOf(rows[0]) : null;
}

/** Entries of the ledger as an anchor commits to them, both ends included. */
export async function readAnchoredEntries(
  q: Queryable,
  input: { readonly restaurantId: string; readonly from: number; readonly to: number },
): Promise<AnchoredEntry[]> {
  const rows = await readRows(
    q,
    entryRow,
    `select number, ${hex("hash")} as hash, content from bill_entries
     where restaurant_id = $1 and number between $2 and $3 order by number`,
    [input.restaurantId, input.from, input.to],
  );
  return rows.map(({ content, ...entry }) => ({ ...entry, digest: vouchedDigest(content) }));
}

const ANCHOR = `select number, first_entry as "firstEntry", last_entry as "lastEntry",
    ${hex("root")} as root, ${hex("head")} as head, at, ${hex("previous_hash")} as previous,
    ${hex("hash")} as hash
  from ledger_anchors`;

function anchorOf(row: z.infer<typeof anchorRow>): LedgerAnchor {
  return { ...row, at: row.at.getTime() };
}
