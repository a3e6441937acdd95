/** What a diner does about the bill: claims, wishes to pay, and pays with the demonstration's card. */
import { billOf } from "@tureen/shared/bill/bill";
import { evenShare } from "@tureen/shared/bill/decide";
import { PORTION } from "@tureen/shared/bill/ranges";
import { coversOf, sharesOf } from "@tureen/shared/bill/shares";
import { chargeOfTab, holdFor, tabOf } from "@tureen/shared/bill/tab";
import type { PaymentWish } from "@tureen/shared/table/document/types";
import { Denied, Unknown } from "./api.ts";
import type { RunCounts } from "./counts.ts";
import type { Phone } from "./phone.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** One more thing that a diner does about the bill. */
export function payOrClaim(phone: Phone, random: SeededRandom, runCounts: RunCounts): void {
  if (random.chance(0.4)) claim(phone, random, runCounts);
  else if (random.chance(0.15)) putDown(phone, runCounts);
  else wish(phone, random, runCounts);
}

function claim(phone: Phone, random: SeededRandom, runCounts: RunCounts): void {
  const line = random.pick(billOf(phone.view).lines);
  if (!line) return;
  const parts = random.pick([0, PORTION / 3, PORTION / 2, PORTION, 2 * PORTION]) ?? 0;
  phone.edit((edits) => edits.claim(line, parts));
  runCounts.action("claim");
}

/** Puts a card down for the table, whether there is one already or not. */
function putDown(phone: Phone, runCounts: RunCounts): void {
  const amount = holdFor(billOf(phone.view));
  if (amount === null) return;
  const wish = { mode: "tab", covers: [], payers: 1, amount, tip: 0, at: phone.now } as const;
  if (phone.edit((edits) => edits.wish(wish)) !== undefined) runCounts.action("payment-wish");
}

function wish(phone: Phone, random: SeededRandom, runCounts: RunCounts): void {
  const { view, diner } = phone;
  const bill = billOf(view);
  if (bill.free === 0) return;
  const shares = sharesOf(view, bill);
  const own = shares.diners.find((each) => each.diner === diner)?.owes ?? 0;
  const payers = random.int(1, 4);
  const one = { covers: [], payers: 1 } as const;
  const wanted: Omit<PaymentWish, "tip" | "at"> | undefined = random.pick([
    { mode: "items", covers: coversOf(shares, [diner]), payers: 1, amount: own },
    { ...one, mode: "rest", amount: bill.free },
    { ...one, mode: "even", payers, amount: evenShare(bill.free, payers) },
    { ...one, mode: "amount", amount: random.int(1, bill.free) },
  ]);
  if (!wanted || wanted.amount < 1) return;
  if (wanted.mode === "items" && wanted.covers.length === 0) return;
  const tip = random.chance(0.3) ? random.int(1, 500) : 0;
  const made = phone.edit((edits) => edits.wish({ ...wanted, tip, at: phone.now }));
  if (made !== undefined) runCounts.action("payment-wish");
}

/** Wishes to pay a small part of what is free, so that many can at once. */
export function payALittle(phone: Phone, random: SeededRandom, runCounts: RunCounts): void {
  const { free } = billOf(phone.view);
  if (free === 0) return;
  const amount = random.int(1, Math.ceil(free / 10));
  const wish = { mode: "amount", covers: [], payers: 1, amount, tip: 0, at: phone.now } as const;
  if (phone.edit((edits) => edits.wish(wish)) !== undefined) runCounts.action("payment-wish");
}

/** Pays, has declined, gives up or forgets what is reserved for this phone; closes its tab now and then. */
export async function goOnPaying(
  phone: Phone,
  random: SeededRandom,
  runCounts: RunCounts,
): Promise<void> {
  const reserved = Object.entries(phone.view.payments).filter(
    ([, payment]) =>
      payment.status !== "rejected" &&
      payment.by === phone.diner &&
      // A tab that is reserved is charged without its holder.
      payment.status === (payment.hold ? "authorising" : "reserved"),
  );
  if (random.chance(0.4)) await closeTab(phone, random, runCounts);
  for (const [key] of reserved) {
    const roll = random.next();
    // Somebody else came to the table, and the phone was put away.
    if (roll < 0.2) continue;
    const params = { key };
    try {
      if (roll < 0.3) await phone.ask("cancelPayment", { params, body: {} });
      else {
        const { provider } = await phone.ask("readPayment", { params });
        if (provider === "waiting") continue;
        const outcome = random.chance(0.85) ? "paid" : "declined";
        await phone.ask("payDemonstration", { params, body: { outcome } });
        runCounts.action("payment-card");
      }
    } catch (error) {
      // It has gone on without the phone, or nobody knows: the provider does.
      if (!(error instanceof Denied || error instanceof Unknown)) throw error;
    }
  }
}

/** Has the phone's own card charged for what it sees, or takes it back. */
async function closeTab(phone: Phone, random: SeededRandom, runCounts: RunCounts): Promise<void> {
  const tab = tabOf(phone.view);
  if (tab?.status !== "held" || tab.by !== phone.diner) return;
  const amount = chargeOfTab(tab, billOf(phone.view));
  const tip = amount > 0 && random.chance(0.3) ? random.int(1, 300) : 0;
  try {
    await phone.ask("closeOwnTab", { body: { amount, tip } });
    runCounts.action("payment-tab");
  } catch (error) {
    // The bill has moved on, somebody else closed it, or nobody knows.
    if (!(error instanceof Denied || error instanceof Unknown)) throw error;
  }
}
