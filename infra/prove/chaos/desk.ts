/** A manager at the desk: changes bills and gives money back while guests pay. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { billOf, heldOf, paymentsOf } from "@tureen/shared/bill/bill";
import type { Adjusting } from "@tureen/shared/bill/endpoints";
import { standing } from "@tureen/shared/bill/voids";
import type { EndpointName } from "@tureen/shared/endpoints";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { type Asking, ask, Denied, Unknown } from "./api.ts";
import type { RunCounts } from "./counts.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { TableSimulation } from "./table-simulation.ts";

/** How many calls are made again, as by somebody who did not see the answer. */
const REPEATED = 0.2;

export interface DeskOptions {
  readonly simulations: readonly TableSimulation[];
  readonly origins: readonly string[];
  /** Signed in as a manager. */
  readonly cookie: string;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
  readonly signal: AbortSignal;
}

/** Does one thing after the other to the bill of whichever table, until told to stop. */
export async function runDesk(options: DeskOptions): Promise<void> {
  const { simulations, random, signal } = options;
  while (!signal.aborted) {
    await sleep(random.int(50, 300));
    const phone = random.pick(random.pick(simulations)?.phones ?? []);
    if (!phone || phone.over !== undefined) continue;
    if (random.chance(0.3)) await refund(options, phone.view);
    else await adjust(options, phone.session, phone.view);
  }
}

async function adjust(options: DeskOptions, sessionId: string, view: SessionView): Promise<void> {
  const what = adjustment(view, options.random);
  if (!what) return;
  const body = { once: randomUUID(), what, reason: "as the guest wished" };
  const done = await askOnce(options, "adjustBill", { params: { sessionId }, body });
  if (done) options.runCounts.action("bill-adjusted");
}

async function refund(options: DeskOptions, view: SessionView): Promise<void> {
  const { random, runCounts } = options;
  const payment = random.pick(paymentsOf(view).filter((each) => heldOf(each) > 0));
  if (!payment) return;
  const held = heldOf(payment);
  const amount = random.chance(0.4) ? held : random.int(1, held);
  const body = { once: randomUUID(), amount, tip: 0, reason: "the soup was cold" };
  const asking = { params: { paymentId: payment.id }, body };
  if (await askOnce(options, "refundPayment", asking)) runCounts.action("payment-refund");
}

/** Asks with one key, sometimes twice: both answers have to be of one and the same entry. */
async function askOnce<E extends EndpointName>(
  { random, origins, cookie }: DeskOptions,
  endpoint: E,
  asking: Asking<E>,
): Promise<boolean> {
  const attempt = () => ask(random.pick(origins) as string, endpoint, { ...asking, cookie });
  try {
    const first = await attempt();
    if (!random.chance(REPEATED)) return true;
    const second = await attempt();
    if (JSON.stringify(first) !== JSON.stringify(second)) {
      throw new Error(`${endpoint} was done twice: ${JSON.stringify([first, second])}`);
    }
    return true;
  } catch (error) {
    // Too late for it, or nobody knows: the ledger does.
    if (!(error instanceof Denied || error instanceof Unknown)) throw error;
    return false;
  }
}

function adjustment(view: SessionView, random: SeededRandom): Adjusting | undefined {
  const line = random.pick(billOf(view).lines);
  const on = line && { order: line.order, line: line.line };
  const entry = random.pick(standing(view.entries))?.number;
  const percent = random.int(1, 5_000);
  return random.pick<Adjusting>([
    ...(on
      ? ([
          { kind: "void", on, portions: 1 },
          { kind: "discount", on, off: { percent } },
          { kind: "comp", on },
        ] as const)
      : []),
    { kind: "discount", on: null, off: { amount: random.int(1, 300) } },
    { kind: "charge", name: "Corkage", amount: random.int(100, 2_000), category: "drinks" },
    { kind: "service-off" },
    { kind: "write-off", amount: random.int(1, 200) },
    ...(entry === undefined ? [] : [{ kind: "reversal", entry } as const]),
  ]);
}
