import type { AuditReport, RestaurantAudit } from "../audit.ts";

/** The report for people: a line per restaurant, and under it what is wrong, first things first. */
export function describeReport(report: AuditReport): string[] {
  const lines = report.restaurants.flatMap(describeRestaurant);
  for (const { restaurantId } of report.vanished) {
    lines.push(`FAIL  ${restaurantId}: the anchor knows this restaurant, the database does not`);
  }
  const { events, orders, entries, receipts, signed, unsigned } = report;
  const verdict = report.ok ? "as they were written" : "NOT as they were written";
  const checked = [
    ...[count(events, "event"), count(orders, "order")],
    ...[count(entries, "ledger entry", "ledger entries"), count(receipts, "receipt")],
    ...[count(signed, "signature"), ...(unsigned > 0 ? [`${unsigned} not signed yet`] : [])],
  ];
  lines.push(`${checked.join(", ")} checked: ${verdict}.`);
  return lines;
}

function describeRestaurant(audit: RestaurantAudit): string[] {
  const { slug, events, orders, head, faults, more } = audit;
  const facts = `${count(events, "event")}, ${count(orders, "order")}`;
  if (audit.ok) return [`ok    ${slug}: ${facts}, head ${head.eventNumber} ${head.hash}`];
  const [first, ...others] = faults.map(({ sentence }) => sentence);
  const lines = [`FAIL  ${slug}: ${facts}`, `      first broken link: ${first}`];
  for (const sentence of others) lines.push(`      then: ${sentence}`);
  if (more > 0) lines.push(`      and ${more} more`);
  return lines;
}

function count(n: number, what: string, several = `${what}s`): string {
  return `${n} ${n === 1 ? what : several}`;
}
