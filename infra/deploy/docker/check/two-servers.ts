/**
 * Several servers behind the web service, which were just started: a diner at each sees the other's
 * edits, and connections through the web service are spread over them.
 *
 *   docker-compose logs migrate | node infra/deploy/docker/check/two-servers.ts WEB_URL SERVER_URL SERVER_URL
 */
import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { until } from "@tureen/collab-server/testing/until";
import { oneOf, openTable, phoneAt, signedIn } from "./table.ts";

/** As many as two diners may have; of these each server gets some, but for once in ten thousand runs. */
const CONNECTIONS = 16;

const [webUrl, ...servers] = process.argv.slice(2);
assert(webUrl && servers.length === 2, "which web service, and which two servers?");
const connections = async (server: string) => {
  const metrics = await (await fetch(`${server}/metrics`)).text();
  return Number(/^tureen_connections(?:\{.*\})? (\d+)$/m.exec(metrics)?.[1]);
};

const waiter = await signedIn(webUrl, await text(process.stdin), "waiter");
const { host, guest, dish } = await openTable(webUrl, waiter);
const phones = [host, guest].map((diner, i) => phoneAt(servers[i] as string, diner));
const lines = phones.map(({ edits }) => edits.addLine(oneOf(dish), 1));
for (const phone of phones) {
  await until("both see both dishes", () => lines.every((line) => line in phone.view.lines));
}
assert.deepEqual(await Promise.all(servers.map(connections)), [1, 1]);
console.log("a diner at each of two servers: both see both dishes");
for (const phone of phones) phone.destroy();

const through = Array.from({ length: CONNECTIONS }, (_, i) =>
  phoneAt(webUrl, i % 2 ? host : guest),
);
for (const phone of through) {
  await until("the cart is there", () => lines.every((line) => line in phone.view.lines));
}
const spread = await Promise.all(servers.map(connections));
assert(spread.every((count) => count > 0));
console.log(`${CONNECTIONS} connections through the web service: ${spread.join(" and ")}`);
for (const phone of through) phone.destroy();
