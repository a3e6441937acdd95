/**
 * The system's main job through the web service of containers that were just started: a table is
 * opened and joined, both diners fill one cart, it is confirmed, cooked, and its status comes back.
 *
 *   docker-compose logs migrate | node infra/deploy/docker/check/drive.ts [WEB_URL]
 */
import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { readEvents } from "@tureen/collab-server/testing/read-events";
import { until } from "@tureen/collab-server/testing/until";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import { ask } from "../../../prove/chaos/api.ts";
import { oneOf, openTable, phoneAt, signedIn } from "./table.ts";

const webUrl = process.argv[2] ?? "http://127.0.0.1:3000";
const log = await text(process.stdin);
const page = await fetch(webUrl);
const html = await page.text();
assert.equal(page.status, 200);
assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
assert.equal(page.headers.get("cache-control"), "no-cache");
const [script] = /\/assets\/[^"]+\.js/.exec(html) ?? [];
assert(script, "the page loads no script");
const asset = await fetch(webUrl + script, { headers: { "accept-encoding": "br" } });
await asset.arrayBuffer();
assert.equal(asset.headers.get("content-encoding"), "br");
assert.match(asset.headers.get("cache-control") ?? "", /immutable/);
console.log("web: the page with its rules; its script compressed, and kept for good");

const health = (await (await fetch(`${webUrl}/health`)).json()) as Record<string, unknown>;
assert.equal(health.status, "ok");
assert((health.redis as { ok: boolean } | null)?.ok, "the server does not use Redis");
console.log(`server: ${JSON.stringify(health)}`);

const waiter = await signedIn(webUrl, log, "waiter");
const kitchen = await signedIn(webUrl, log, "kitchen");
const stream = await fetch(`${webUrl}${ENDPOINTS.followKitchen.path}`, {
  headers: { cookie: kitchen },
});
assert.equal(stream.status, 200);
const screen = readEvents(stream);
const { host, guest, menu, dish } = await openTable(webUrl, waiter);
const [ana, bo] = [phoneAt(webUrl, host), phoneAt(webUrl, guest)];
const lines = [ana, bo].map(({ edits }) => edits.addLine(oneOf(dish), 1));
for (const phone of [ana, bo]) {
  await until("both see both dishes", () => lines.every((line) => line in phone.view.lines));
}
ana.edits.confirm({
  lines: lines.map((line) => ({ line, quantity: 1, unitPrice: dish.price, ordered: 0 })),
  total: 2 * dish.price,
  menuVersion: menu.version,
  at: Date.now(),
});
const event = await screen.next();
assert(event, "the kitchen's stream has ended");
const { ticket } = JSON.parse(event.data) as KitchenEvent;
assert.equal(ticket.sessionId, host.sessionId);
await ask(webUrl, "moveOrder", {
  cookie: kitchen,
  params: { orderId: ticket.orderId },
  body: { from: "placed", to: "accepted" },
});
for (const phone of [ana, bo]) {
  await until("both know that the kitchen has accepted", () =>
    Object.values(phone.view.orders).some(({ status }) => status === "accepted"),
  );
}
console.log(`order ${ticket.number}: from two phones to the kitchen and back`);
await screen.cancel();
for (const phone of [ana, bo]) phone.destroy();
