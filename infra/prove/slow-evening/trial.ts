import { until } from "@tureen/collab-server/testing/until";
import { firing } from "./alerts.ts";
import { type Cause, diagnose, type Probe } from "./diagnose.ts";
import type { Fault } from "./faults.ts";
import { type System, scrapedOf } from "./system.ts";

const EDITS = 20;

/** Where the page led for one fault, and what fired. */
export interface Trial {
  readonly cause: Cause;
  readonly step: number;
  readonly alerts: readonly string[];
  readonly probe: Probe;
  /** Alerts that had to fire and did not, and others that did. */
  readonly silent: readonly string[];
  readonly false: readonly string[];
}

/** Causes a fault, has a table order and tap, reads what the page reads, and mends it. */
export async function tryFault(system: System, fault: Fault): Promise<Trial> {
  const before = await system.scrape();
  const startedAt = performance.now();
  await fault.begin(system);
  try {
    await work(system, fault);
    const probe = await system.probe();
    const after = await system.scrape();
    const scraped = scrapedOf(before, after);
    const alerts = await firing(scraped, (performance.now() - startedAt) / 1000);
    const expected = [...fault.alerts, ...(fault.follow ?? [])];
    return {
      ...{ ...diagnose(scraped, probe), alerts, probe },
      silent: fault.alerts.filter((name) => !alerts.includes(name)),
      false: alerts.filter((name) => !expected.includes(name)),
    };
  } finally {
    await fault.end(system);
  }
}

async function work({ phone, table }: System, { ordersWait }: Fault): Promise<void> {
  const { price } = table.restaurant.item("Soup");
  const line = await phone.add(table);
  const confirm = phone.edits.confirm({
    lines: [{ line, quantity: 1, unitPrice: price, ordered: 0 }],
    ...{ total: price, menuVersion: table.restaurant.menu.version, at: Date.now() },
  });
  await phone.untilSaved();
  if (!ordersWait) await until("the order has an outcome", () => confirm in phone.view.receipts);
  // One commit each, as on an evening.
  for (let n = 0; n < EDITS; n += 1) await phone.add(table);
}
