/**
 * Two phones at a table and a kitchen's screen, who go on through the web service while the composition is
 * brought to another release and back. Says "ready" once they are there; ends when its input does, and
 * then everything that was written has to be on both phones, in the order that one of them places.
 *
 *   node infra/deploy/docker/check/upgrade-evening.ts MIGRATE_LOG WEB_URL
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { until } from "@tureen/collab-server/testing/until";
import { ask } from "../../../prove/chaos/api.ts";
import { oneOf, openTable, signedIn } from "./table.ts";

const WRITES_EVERY_MS = 1_000;
const MOST_LINES = 160;

const [logFile, webUrl] = process.argv.slice(2);
assert(logFile && webUrl, "which log of migrate, and which web service?");
const waiter = await signedIn(webUrl, await readFile(logFile, "utf8"), "waiter");
const { host, guest, menu, dish } = await openTable(webUrl, waiter);
const places = [host, guest];
/** With a fresh token for each connection: they last ten minutes, and an upgrade may take longer. */
const phones = places.map(({ sessionId, diner, refreshToken }) => {
  const live = `${webUrl.replace("http", "ws")}/collab/${sessionId}`;
  return new LivePhone(live, sessionId, diner, async () => {
    const { accessToken } = await ask(webUrl, "refreshToken", { body: { refreshToken } });
    return accessToken;
  });
});
const written: string[] = [];
const write = () => {
  for (const phone of phones) written.push(phone.edits.addLine(oneOf(dish), 1));
};
const untilBothHave = async (lines: readonly string[]) => {
  for (const phone of phones) {
    await until(
      "both have everything",
      () => lines.every((line) => line in phone.view.lines),
      120_000,
    );
    await until("and it is saved", () => phone.saved, 120_000);
  }
};
write();
await untilBothHave(written);
console.log("ready");
// Bounded: a diner may write only so many lines, and an upgrade may take its time.
const writing = setInterval(() => {
  if (written.length < MOST_LINES) write();
}, WRITES_EVERY_MS);
for await (const _ of process.stdin);
clearInterval(writing);
await untilBothHave(written);
const refusals = new Set(phones.flatMap((phone) => phone.refusals));
for (const phone of phones) {
  assert.deepEqual([phone.ended, phone.outdated, phone.dropped], [undefined, false, []]);
}
const closes = phones.map((phone) => phone.closes.length);
assert(
  closes.every((count) => count > 0),
  "no phone was ever sent away: nothing was replaced",
);
const [line = ""] = written;
phones[0]?.edits.confirm({
  lines: [{ line, quantity: 1, unitPrice: dish.price, ordered: 0 }],
  ...{ total: dish.price, menuVersion: menu.version, at: Date.now() },
});
for (const phone of phones) {
  await until("the order is there", () => Object.keys(phone.view.orders).length === 1, 120_000);
}
// The refresh token and the staff's cookie are from before.
for (const { refreshToken } of places)
  await ask(webUrl, "refreshToken", { body: { refreshToken } });
await ask(webUrl, "readFloor", { cookie: waiter });
console.log(
  `${written.length} lines of two phones, all there and saved; connections that ended: ${closes.join(" and ")}` +
    `${refusals.size > 0 ? ` (${[...refusals].join(", ")})` : ""}; an order placed, nobody signed out`,
);
for (const phone of phones) phone.destroy();
