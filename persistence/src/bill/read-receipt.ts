import type { LedgerAnchor } from "@tureen/shared/bill/proof";
import { pathTo } from "@tureen/shared/bill/proof";
import { tableReceiptContent } from "@tureen/shared/bill/receipt";
import type { Answer } from "@tureen/shared/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { billEntryHash, micros, textDigest } from "../platform/audit-chain.ts";
import type { Database, Queryable } from "../platform/database.ts";
import { restaurantOfSlug } from "../platform/restaurant-of-slug.ts";
import { bytes, readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { readAnchoredEntries, readAnchorOf, readAnchors } from "./anchor-ledger.ts";
import { PLAIN_DEVICE } from "./fiscal/plain-device.ts";
import { signatureColumns } from "./schema/fiscal.ts";
import { vouchedDigest } from "./vouched-digest.ts";

const address = z.object({ number: z.int(), slug: z.string(), secret: z.string() });
const kept = z.object({
  number: z.int(),
  content: z.string(),
  entry: z.int(),
  /** The secret of the table's newest receipt, when this is one that it replaced. */
  newer: z.string().nullable(),
});
const entryRow = z.object({
  number: z.int(),
  sessionId: z.string(),
  kind: z.string(),
  paymentId: z.string().nullable(),
  once: z.string().nullable(),
  content: z.string(),
  actorKind: z.string(),
  actorId: z.string().nullable(),
  reason: z.string().nullable(),
  at: z.date(),
  previousHash: bytes,
  hash: bytes,
});
const head = z.object({ head: z.int() });
const signed = z.object({
  receipt: z.int(),
  ...signatureColumns,
  counter: z.int().nullable(),
  at: z.date().nullable(),
});

/** The entries whose chain is looked at from a receipt's own on. */
const CHAINED_ENTRIES = 20;
/** Anchors in one answer. */
const MAX_ANCHORS = 100;

/** A receipt by the token in its address, with what proves it. Throws "receipt-unknown". */
export async function readReceipt(
  database: Database,
  token: string,
): Promise<Answer<"readReceipt">> {
  const dash = token.indexOf("-");
  const slug = token.slice(0, dash);
  const restaurantId = await restaurantOfSlug(database, slug);
  if (!restaurantId) throw new TureenError("receipt-unknown");
  const q = ofRestaurant(database, restaurantId);
  const [row] = await readRows(
    q,
    kept,
    `select c.number, c.content, c.entry_number as entry,
       (select n.token from receipts n
        where n.restaurant_id = c.restaurant_id and n.session_id = c.session_id
          and c.kind = 'table' and n.kind = 'table' and n.number > c.number
        order by n.number desc limit 1) as newer
     from receipts c where c.restaurant_id = $1 and c.token = $2`,
    [restaurantId, token.slice(dash + 1)],
  );
  if (!row) throw new TureenError("receipt-unknown");
  return {
    text: row.content,
    proof: await prove(q, restaurantId, row),
    signing: await readSigning(q, restaurantId, signedNumbers(row)),
    replacedBy: row.newer === null ? null : `${slug}-${row.newer}`,
  };
}

/** How far the ledger proves a receipt, and its way to the first anchor that commits to its entry. */
async function prove(
  q: Queryable,
  restaurantId: string,
  { content, entry }: z.infer<typeof kept>,
): Promise<Answer<"readReceipt">["proof"]> {
  const entries = await readRows(
    q,
    entryRow,
    `select number, session_id as "sessionId", kind, payment_id as "paymentId", once, content,
       actor_kind as "actorKind", actor_id as "actorId", reason, at,
       previous_hash as "previousHash", hash
     from bill_entries where restaurant_id = $1 and number >= $2 order by number limit $3`,
    [restaurantId, entry, CHAINED_ENTRIES],
  );
  const [newest] = await readRows(
    q,
    head,
    "select next_entry - 1 as head from bill_counters where restaurant_id = $1",
    [restaurantId],
  );
  const [own] = entries;
  const isChained = entries.every(
    ({ hash, ...each }, i) =>
      billEntryHash({ ...each, restaurantId, at: micros(each.at) }).equals(hash) &&
      (i === 0 || entries[i - 1]?.hash.equals(each.previousHash)),
  );
  const anchor = await readAnchorOf(q, { restaurantId, entry });
  return {
    ...{ restaurantId, entry, hash: own?.hash.toString("hex") ?? "" },
    intact:
      isChained && own?.number === entry && vouchedDigest(own.content) === textDigest(content),
    head: newest?.head ?? entry,
    anchor,
    path: anchor ? await readPath(q, restaurantId, anchor, entry) : [],
  };
}

async function readPath(
  q: Queryable,
  restaurantId: string,
  { firstEntry, lastEntry }: LedgerAnchor,
  entry: number,
) {
  const entries = await readAnchoredEntries(q, { restaurantId, from: firstEntry, to: lastEntry });
  // Where the entry itself is gone, there is no way from it to anything.
  return entries.some(({ number }) => number === entry) ? pathTo(entries, entry) : [];
}

/** The receipts that a device signs for this one: itself, or those that a table's receipt sums up. */
function signedNumbers({ number, content }: z.infer<typeof kept>): number[] {
  const table = tableReceiptContent.safeParse(parseJson(content));
  return table.success ? table.data.receipts.map((each) => each.number) : [number];
}

async function readSigning(
  q: Queryable,
  restaurantId: string,
  numbers: readonly number[],
): Promise<Answer<"readReceipt">["signing"]> {
  const rows = await readRows(
    q,
    signed,
    `select c.number as receipt, f.state, f.device, f.signature_counter as counter, f.transaction,
       f.signature, f.signed_at as at
     from receipts c left join fiscal_records f
       on f.restaurant_id = c.restaurant_id and f.receipt_number = c.number
     where c.restaurant_id = $1 and c.number = any($2::bigint[]) order by c.number`,
    [restaurantId, numbers],
  );
  return rows.map(({ state, at, ...each }) => ({
    ...each,
    state: state ?? "none",
    plain: each.device === PLAIN_DEVICE,
    at: at?.getTime() ?? null,
  }));
}

/** Undefined for what somebody has made into no JSON at all. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The anchors of a restaurant's ledger, the newest first. Throws "restaurant-unknown". */
export async function readPublishedAnchors(
  database: Database,
  { slug, before }: { readonly slug: string; readonly before?: number | undefined },
): Promise<Answer<"readAnchors">> {
  const restaurantId = await restaurantOfSlug(database, slug);
  if (!restaurantId) throw new TureenError("restaurant-unknown");
  const q = ofRestaurant(database, restaurantId);
  const limit = MAX_ANCHORS;
  return { restaurantId, anchors: await readAnchors(q, { restaurantId, before, limit }) };
}

/** The receipt that an entry of the ledger gave out. */
export async function receiptOfEntry(
  q: Queryable,
  { restaurantId, entry }: { readonly restaurantId: string; readonly entry: number },
): Promise<{ number: number; token: string }> {
  const [row] = await readRows(
    q,
    address,
    `select c.number, r.slug, c.token as secret from receipts c
       join restaurants r on r.id = c.restaurant_id
     where c.restaurant_id = $1 and c.entry_number = $2`,
    [restaurantId, entry],
  );
  if (!row) throw new TureenError("receipt-unknown");
  return { number: row.number, token: `${row.slug}-${row.secret}` };
}
