import { adjustBill } from "@tureen/persistence/bill/adjust-bill";
import { closeTab } from "@tureen/persistence/bill/close-tab";
import { issueTableReceipt } from "@tureen/persistence/bill/issue-table-receipt";
import { readBill } from "@tureen/persistence/bill/read-bill";
import { readPublishedAnchors, readReceipt } from "@tureen/persistence/bill/read-receipt";
import { readBalances } from "@tureen/persistence/bill/read-unpaid";
import { refundPayment } from "@tureen/persistence/bill/refund-payment";
import { takePayment } from "@tureen/persistence/bill/take-payment";
import { voidInKitchen } from "@tureen/persistence/bill/void-in-kitchen";
import type { Database } from "@tureen/persistence/platform/database";
import { actorOf } from "../platform/auth/principals.ts";
import { type Api, route } from "../platform/http/route.ts";

/** What staff do about a bill, receipts for whole tables, and what anybody may read of receipts. */
export function addBillRoutes(api: Api<{ readonly database: Database }>): void {
  const { database } = api.deps;

  route(api, "readBill", async ({ caller, params }) => {
    const { restaurantId } = caller;
    return readBill(database, { restaurantId, ...params });
  });

  route(api, "adjustBill", async ({ caller, params, body, now }) => {
    const { restaurantId, userId } = caller;
    const by = { ...actorOf(caller), id: userId };
    return adjustBill(database, { restaurantId, ...params, ...body, by, now });
  });

  route(api, "voidInKitchen", async ({ caller, params, body, now }) => {
    const { restaurantId, userId } = caller;
    const by = { ...actorOf(caller), id: userId };
    return voidInKitchen(database, { restaurantId, ...params, ...body, by, now });
  });

  route(api, "takePayment", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const { once, method, payer, ...wish } = body;
    const by = actorOf(caller);
    return takePayment(database, { restaurantId, ...params, once, method, payer, wish, by, now });
  });

  route(api, "closeTab", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const closing = { holder: null, seen: body.amount, tip: 0, by: actorOf(caller), now };
    return { became: await closeTab(database, { restaurantId, ...params, ...closing }) };
  });

  route(api, "refundPayment", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    const given = await refundPayment(database, { restaurantId, ...params, ...body, by, now });
    return { receipt: given.number, token: given.token };
  });

  route(api, "issueTableReceipt", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    return issueTableReceipt(database, { restaurantId, ...params, by: actorOf(caller), now });
  });

  route(api, "issueOwnTableReceipt", async ({ caller, now }) => {
    const { restaurantId, sessionId, diner } = caller;
    const by = { kind: "diner", id: diner } as const;
    return issueTableReceipt(database, { restaurantId, sessionId, by, now });
  });

  route(api, "readUnpaid", async ({ caller }) => {
    const { restaurantId } = caller;
    return { tables: await readBalances(database, { restaurantId }) };
  });

  route(api, "readReceipt", async ({ params }) => readReceipt(database, params.token));

  route(api, "readAnchors", async ({ params: { slug }, query }) => {
    const before = query.before === undefined ? undefined : Number(query.before);
    return readPublishedAnchors(database, { slug, before });
  });
}
