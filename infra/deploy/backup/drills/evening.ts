/**
 * An evening at one restaurant on a Postgres that will be lost: the product's own server and phones, and a
 * payment provider whose records are its own.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LiveNode, startLiveNode } from "@tureen/collab-server/testing/live-node";
import { connectPhone, type LivePhone } from "@tureen/collab-server/testing/live-phone";
import { type LiveTable, openLiveTable } from "@tureen/collab-server/testing/live-table";
import { until } from "@tureen/collab-server/testing/until";
import { applyChargeState } from "@tureen/persistence/bill/apply-charge-state";
import { chargeOf } from "@tureen/persistence/bill/ask-provider";
import { readPaymentOfWish } from "@tureen/persistence/bill/payment-rows";
import {
  createDemonstrationProvider,
  payDemonstration,
} from "@tureen/persistence/bill/providers/demonstration";
import type { PaymentProvider } from "@tureen/persistence/bill/providers/provider";
import { decideWish } from "@tureen/persistence/bill/testing/paying-table";
import { createPool, type Database } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { decide } from "@tureen/persistence/testing/confirmed";
import { givenRestaurant, type TestRestaurant } from "@tureen/persistence/testing/fixtures";
import { knownOf } from "@tureen/shared/bill/lost-minutes";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { type Answer, type Body, ENDPOINTS } from "@tureen/shared/endpoints";
import { type SystemPostgres, startSystemPostgres } from "../testing/system-postgres.ts";

export const DATABASE = "house";

/** The restaurant, the server of the moment, and the provider. */
export interface Evening {
  readonly restaurant: TestRestaurant;
  readonly provider: PaymentProvider;
  /** The database of the moment, as the application and as the owner. */
  readonly app: Database;
  readonly owner: Database;
  readonly node: LiveNode;
  /** Stops server and connections, as before a restore. */
  stopServer(): Promise<void>;
  /** Starts the server, on the database at this address. */
  startServer(postgres: SystemPostgres): Promise<void>;
  openTable(table: number, diners: number): Promise<LiveTable>;
  phone(table: LiveTable, diner: string): Promise<LivePhone>;
  /** Orders so many soups from a phone; resolves with the order's id when the phone has its receipt. */
  order(phone: LivePhone, table: LiveTable, quantity?: number): Promise<string>;
  /** The same with a line that is in the cart, whoever put it there. */
  orderLine(phone: LivePhone, table: LiveTable, line: string, quantity: number): Promise<string>;
  /** Pays all that is open with the provider's card, and resolves when the phone has heard of it. */
  pay(phone: LivePhone, table: LiveTable): Promise<string>;
  /** Tells the server what a phone's document holds, as its page does when the table has ended. */
  tell(phone: LivePhone, table: LiveTable, code: string): Promise<Answer<"tellLost">>;
  close(): Promise<void>;
}

export async function startEvening(postgres: SystemPostgres): Promise<Evening> {
  const releases: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const elsewhere = await startSystemPostgres();
    releases.push(() => elsewhere.remove());
    for (const each of [postgres, elsewhere]) {
      const superuser = createPool({
        url: each.url("postgres"),
        poolMin: 0,
        poolMax: 1,
        role: null,
      });
      await superuser.query(`create database ${DATABASE}`);
      await superuser.end();
      await migrate(each.url(DATABASE));
    }
    const provided = createPool({ url: elsewhere.url(DATABASE), poolMin: 0, poolMax: 2 });
    releases.push(() => provided.end());
    return await begin(postgres, provided, releases, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function begin(
  postgres: SystemPostgres,
  provided: Database,
  releases: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Evening> {
  let server = await connect(postgres);
  releases.push(() => server.close());
  const restaurant = await givenRestaurant(server.app, { tables: 4 });
  const { restaurantId } = restaurant;
  const provider = createDemonstrationProvider(provided);

  const evening: Evening = {
    restaurant,
    provider,
    get app() {
      return server.app;
    },
    get owner() {
      return server.owner;
    },
    get node() {
      return server.node;
    },
    stopServer: () => server.close(),
    async startServer(next) {
      server = await connect(next);
    },
    openTable: (table, diners) =>
      openLiveTable(server.app, { restaurant, table, diners, terms: TERMS }),
    async phone(table, diner) {
      const phone = await connectPhone(server.node, table, diner);
      releases.push(async () => phone.destroy());
      return phone;
    },
    async order(phone, table, quantity = 1) {
      const line = await phone.add(table, "", quantity);
      return evening.orderLine(phone, table, line, quantity);
    },
    async orderLine(phone, table, line, quantity) {
      const price = restaurant.item("Soup").price;
      const confirmId = phone.edits.confirm({
        lines: [{ line, quantity, unitPrice: price, ordered: 0 }],
        ...{ total: price * quantity, menuVersion: restaurant.menu.version, at: Date.now() },
      });
      await phone.untilSaved();
      const { sessionId } = table;
      const { receipt } = await decide(
        server.app,
        // It reads these two alone.
        { restaurantId, sessionId } as Parameters<typeof decide>[1],
        confirmId,
      );
      if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
      await until("the phone has its receipt", () => confirmId in phone.view.receipts);
      return receipt.order;
    },
    async pay(phone, table) {
      const { sessionId } = table;
      const amount = Object.values(phone.view.orders).reduce((sum, { total }) => sum + total, 0);
      const wish = { mode: "rest", covers: [], payers: 1, amount, tip: 0, at: Date.now() } as const;
      const key = phone.edits.wish(wish);
      await phone.untilSaved();
      await decideWish(server.app, { restaurantId, sessionId }, key);
      const payment = await readPaymentOfWish(server.app, { restaurantId, sessionId, key });
      if (!payment) throw new Error("not reserved");
      const paymentId = payment.id;
      await provider.start(chargeOf(restaurantId, payment));
      const now = new Date();
      await payDemonstration(provided, { restaurantId, paymentId, outcome: "paid", now });
      const state = await provider.find(chargeOf(restaurantId, payment));
      await applyChargeState(server.app, { restaurantId, paymentId, state, now });
      const paid = () => {
        const known = phone.view.payments[key];
        return known?.status === "captured";
      };
      await until("the phone has heard that it is paid", paid);
      return paymentId;
    },
    async tell(phone, table, code) {
      const { orders, payments } = knownOf(phone.view);
      const body = {
        accessToken: await table.token(phone.diner),
        orders: orders.map(({ lines, ...order }) => ({ ...order, lines: [...lines] })),
        payments: [...payments],
      } satisfies Body<"tellLost">;
      const path = ENDPOINTS.tellLost.path.replace("{code}", code);
      const answer = await fetch(`http://127.0.0.1:${server.node.port}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return ENDPOINTS.tellLost.answer.parse(await answer.json());
    },
    close,
  };
  return evening;
}

interface Connected {
  readonly app: Database;
  readonly owner: Database;
  readonly node: LiveNode;
  close(): Promise<void>;
}

async function connect(postgres: SystemPostgres): Promise<Connected> {
  const url = postgres.url(DATABASE);
  const app = createPool({ url, poolMin: 0, poolMax: 8 });
  const owner = createPool({ url, poolMin: 0, poolMax: 2, role: null });
  // What is written beside the server is found by its regular look.
  const node = await startLiveNode({ database: app, timing: { checkEveryMs: 20 } });
  let isOpen = true;
  return {
    app,
    owner,
    node,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await node.close();
      await Promise.allSettled([app.end(), owner.end()]);
    },
  };
}

/** Does in a database that was set back what has to be done there before the server starts. */
export async function afterRestore({ programs, url }: SystemPostgres): Promise<void> {
  const file = join(import.meta.dirname, "..", "after-restore.sql");
  const args = ["--quiet", "--no-psqlrc", "--file", file, url(DATABASE)];
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}` };
  await promisify(execFile)("psql", args, { env });
}
