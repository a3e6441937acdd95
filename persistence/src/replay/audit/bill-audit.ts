import { anchorHash, NO_ANCHOR, rootOf } from "@tureen/shared/bill/proof";
import { PORTION } from "@tureen/shared/bill/ranges";
import { CHARGES } from "@tureen/shared/table/document/roots/claims";
import { z } from "zod";
import { readAnchoredEntries, readAnchorsFrom } from "../../bill/anchor-ledger.ts";
import { vouchedDigest } from "../../bill/vouched-digest.ts";
import { billEntryHash, GENESIS, textDigest } from "../../platform/audit-chain.ts";
import type { Queryable } from "../../platform/database.ts";
import { bytes, readRows } from "../../platform/rows.ts";
import type { Fault, FaultCode } from "./audit.ts";

/** The last entry of a restaurant's ledger. */
export interface BillHead {
  readonly entry: number;
  /** Hexadecimal; zeros before the first. */
  readonly hash: string;
  /** The last anchor that was published of it; none before the first. */
  readonly published?: { readonly number: number; readonly hash: string } | undefined;
}

/** What the audit found in one restaurant's ledger. */
export interface BillAudit {
  readonly entries: number;
  readonly receipts: number;
  readonly head: BillHead;
  readonly faults: readonly Fault[];
}

const MICROS = `trunc(extract(epoch from e.at) * 1000000)::bigint::text`;
const PAGE_ROWS = 500;

const entryRow = z.object({
  restaurantId: z.string(),
  number: z.int(),
  sessionId: z.string(),
  kind: z.string(),
  paymentId: z.string().nullable(),
  once: z.string().nullable(),
  content: z.string(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  reason: z.string().nullable(),
  /** In microseconds (audit-chain.ts). */
  at: z.string(),
  previousHash: bytes,
  hash: bytes,
  /** The receipt that it gave out, if it did. */
  receipt: z.string().nullable(),
});
const counters = z.object({ next: z.int(), receipts: z.int(), hash: bytes, given: z.int() });
const untoldVoid = z.object({ number: z.int(), what: z.enum(["void", "reversal"]) });
const wrongPayment = z.object({ id: z.string() });

/**
 * Follows the chain of a restaurant's ledger and compares receipts, payments and what the kitchen was
 * told of voids with it. `anchors`
 * are heads that were noted earlier.
 */
export async function auditBill(
  q: Queryable,
  restaurantId: string,
  anchors: readonly BillHead[],
): Promise<BillAudit> {
  const faults: Fault[] = [];
  const note = (code: FaultCode, number: number, what: string) =>
    faults.push({
      ...{ code, eventNumber: number, orderId: null },
      sentence: `ledger entry ${number}: ${what}`,
    });
  let last = { number: 0, hash: GENESIS };
  let entries = 0;
  let receipts = 0;
  const checkAnchors = () => {
    for (const { entry, hash } of anchors) {
      if (entry === last.number && hash !== last.hash.toString("hex")) {
        note("anchor-differs", entry, "it is not the one that the anchor noted");
      }
    }
  };
  for (;;) {
    const rows = await readEntries(q, restaurantId, last.number);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.number !== last.number + 1) note("entry-missing", last.number + 1, "it is missing");
      else if (!row.previousHash.equals(last.hash)) {
        note("entry-link-broken", row.number, "it does not follow from the entry before");
      }
      if (!billEntryHash(row).equals(row.hash)) {
        note("entry-altered", row.number, "it is not what was written");
      }
      const vouched = vouchedDigest(row.content);
      if (vouched !== null) {
        receipts += 1;
        if (row.receipt === null) note("receipt-missing", row.number, "its receipt is gone");
        else if (textDigest(row.receipt) !== vouched) {
          note("receipt-altered", row.number, "its receipt is not the one that was given out");
        }
      }
      entries += 1;
      last = { number: row.number, hash: row.hash };
      checkAnchors();
    }
  }
  for (const { entry } of anchors) {
    if (entry > last.number) note("anchor-differs", entry, "the anchor noted it, and it is gone");
  }
  const [counter] = await readRows(
    q,
    counters,
    `select next_entry as next, next_receipt as receipts, last_hash as hash,
       (select count(*) from receipts r where r.restaurant_id = $1) as given
     from bill_counters where restaurant_id = $1`,
    [restaurantId],
  );
  const ends = counter ? { number: counter.next - 1, hash: counter.hash } : last;
  if (ends.number > last.number)
    note("entry-missing", last.number + 1, "the last ones are missing");
  else if (ends.number < last.number || !ends.hash.equals(last.hash)) {
    note("counter-differs", last.number, "the counter names another last entry");
  }
  if (counter && (counter.receipts - 1 !== receipts || counter.given !== receipts)) {
    const told = `${receipts} receipts by the ledger, ${counter.receipts - 1} by the counter`;
    note("counter-differs", last.number, `${told}, ${counter.given} kept`);
  }
  for (const { id } of await readWrongPayments(q, restaurantId)) {
    note("payment-differs", last.number, `payment ${id} is not where the ledger has it`);
  }
  for (const { number, what } of await readUntoldVoids(q, restaurantId)) {
    const told = `the kitchen's history holds no such ${what === "void" ? "cancellation" : "restoration"}`;
    note("void-untold", number, told);
  }
  const noted = new Map(
    anchors.flatMap(({ published }) => (published ? [[published.number, published.hash]] : [])),
  );
  const published = await followAnchors(q, restaurantId, noted, (entry, what) =>
    note("published-differs", entry, what),
  );
  const head = { entry: last.number, hash: last.hash.toString("hex"), published };
  return { entries, receipts, head, faults };
}

async function readEntries(q: Queryable, restaurantId: string, after: number) {
  return readRows(
    q,
    entryRow,
    `select e.restaurant_id as "restaurantId", e.number, e.session_id as "sessionId", e.kind,
       e.payment_id as "paymentId", e.once, e.content, e.actor_kind as "actorKind",
       e.actor_id as "actorId", e.reason, ${MICROS} as at, e.previous_hash as "previousHash",
       e.hash, r.content as receipt
     from bill_entries e
       left join receipts r on r.restaurant_id = e.restaurant_id and r.entry_number = e.number
     where e.restaurant_id = $1 and e.number > $2 order by e.number limit $3`,
    [restaurantId, after, PAGE_ROWS],
  );
}

/** Payments whose row says other than the ledger; those from before there was one have no wish. */
async function readWrongPayments(q: Queryable, restaurantId: string) {
  return readRows(
    q,
    wrongPayment,
    `select p.id from payments p cross join lateral (
       select count(*) filter (where e.kind = 'captured') as captured,
         coalesce(sum((e.content::jsonb ->> 'amount')::bigint)
           filter (where e.kind = 'refunded'), 0)
         - coalesce(sum((e.content::jsonb ->> 'amount')::bigint)
           filter (where e.kind = 'refund-failed'), 0) as refunded,
         max((e.content::jsonb ->> 'amount')::bigint) filter (where e.kind = 'captured') as amount
       from bill_entries e where e.restaurant_id = p.restaurant_id and e.payment_id = p.id) l
     where p.restaurant_id = $1 and p.wish_id is not null
       and (l.captured <> case when p.status in ('captured', 'refunded') then 1 else 0 end
         or l.refunded <> p.refunded_minor or coalesce(l.amount, p.amount_minor) <> p.amount_minor)
     order by p.id limit 20`,
    [restaurantId],
  );
}

/*
 * Voids of dishes, and their undoings, of which the kitchen's history has no row of that line and so many
 * portions. That each row has its void is for whoever follows the history.
 */
const UNTOLD = `with said as (
    select e.number, e.content::jsonb as content from bill_entries e
    where e.restaurant_id = $1 and e.kind = 'adjusted'
  ), voids as (
    select s.number as void, s.number, 'void' as what, s.content from said s
    where s.content->>'kind' = 'void'
    union all
    select v.number, s.number, 'reversal', v.content from said s
      join said v on v.number = (s.content->>'entry')::bigint and v.content->>'kind' = 'void'
    where s.content->>'kind' = 'reversal'
  )
  select v.number, v.what
  from voids v cross join lateral (select v.content->'on'->>'order' as ordered) o
  where o.ordered <> '${CHARGES}' and not exists (
    select from order_status_history h where h.restaurant_id = $1 and h.void_entry = v.void
      and h.order_id = case when o.ordered ~ '^[0-9a-f-]{36}$' then o.ordered::uuid end
      and h.line_id = v.content->'on'->>'line'
      and h.line_change = case v.what when 'void' then 'cancelled' else 'restored' end
      and h.portions * ${PORTION} = (select sum((r->>1)::int - (r->>0)::int)
        from jsonb_array_elements(v.content->'ranges') as r))
  order by v.number limit 20`;

function readUntoldVoids(q: Queryable, restaurantId: string) {
  return readRows(q, untoldVoid, UNTOLD, [restaurantId]);
}

/**
 * Follows the published anchors of a ledger, and tells of each to which it no longer leads; `noted` are
 * hashes of anchors that were noted earlier, by number. Returns the last one.
 */
async function followAnchors(
  q: Queryable,
  restaurantId: string,
  noted: ReadonlyMap<number, string>,
  tell: (entry: number, what: string) => void,
): Promise<BillHead["published"]> {
  let last = { number: 0, lastEntry: 0, hash: NO_ANCHOR };
  for (;;) {
    const page = { restaurantId, after: last.number, limit: PAGE_ROWS };
    const anchors = await readAnchorsFrom(q, page);
    if (anchors.length === 0) break;
    for (const anchor of anchors) {
      const { number, firstEntry, lastEntry, previous, hash } = anchor;
      const isPublished =
        number === last.number + 1 &&
        firstEntry === last.lastEntry + 1 &&
        previous === last.hash &&
        anchorHash(restaurantId, anchor) === hash &&
        (noted.get(number) ?? hash) === hash;
      const range = { restaurantId, from: firstEntry, to: lastEntry };
      const entries = await readAnchoredEntries(q, range);
      const leads = entries.length > 0 && rootOf(entries) === anchor.root;
      if (!isPublished) tell(lastEntry, `its anchor ${number} is not the one that was published`);
      else if (!leads || entries.at(-1)?.hash !== anchor.head) {
        tell(lastEntry, `the ledger is not what anchor ${number} was published of`);
      }
      last = anchor;
    }
  }
  for (const number of noted.keys()) {
    if (number > last.number) tell(last.lastEntry, `anchor ${number} was published, and is gone`);
  }
  return last.number === 0 ? undefined : { number: last.number, hash: last.hash };
}
