import { basename } from "node:path";
import { type BrowserContext, type BrowserContextOptions, test as base } from "@playwright/test";
import { billOf } from "@tureen/shared/bill/bill";
import { emptyView, type SessionView } from "@tureen/shared/table/document/session-document";
import { DinerPage } from "../pages/diner.ts";
import { KitchenPage } from "../pages/kitchen.ts";
import { StaffPage } from "../pages/staff.ts";
import { type Api, apiOf } from "./api.ts";
import { type Network, startNetwork } from "./network.ts";
import { type Role, readSystem, type TestRestaurant } from "./system.ts";

export { expect } from "@playwright/test";

/** A table of the spec's restaurant. */
export interface Table {
  readonly label: string;
  readonly code: string;
  /** What its printed QR code leads to. */
  readonly url: string;
}

interface Fixtures {
  readonly webUrl: string;
  readonly restaurant: TestRestaurant;
  /** The HTTP API, signed in as the manager of the spec's restaurant. */
  readonly manager: Api;
  /** A table by its label, made free if an earlier try left it open. */
  readonly table: (label: number) => Promise<Table>;
  /** Another phone: a browser of its own with a small screen and touch. */
  readonly phone: (options?: BrowserContextOptions) => Promise<DinerPage>;
  /** A kitchen screen, signed in. */
  readonly kitchen: (options?: BrowserContextOptions) => Promise<KitchenPage>;
  /** The staff's pages, signed in as the role; without one, nobody is. */
  readonly staff: (role?: Role, options?: BrowserContextOptions) => Promise<StaffPage>;
  /** A network on which strangers may answer; give its options to those who are to be on it. */
  readonly network: Network;
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: "en-GB",
};

const SCREEN: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: "en-GB",
};

/** So tall that all orders of a spec are on its first page: what pages do has specs of its own. */
const KITCHEN_SCREEN: BrowserContextOptions = {
  viewport: { width: 1280, height: 2_400 },
  locale: "en-GB",
};

/** Closes a table that an earlier test has left, whatever is unpaid there. */
async function closeForced(manager: Api, sessionId: string): Promise<void> {
  const params = { sessionId };
  const { view } = await manager.call("readBill", { params });
  const { free } = billOf({ ...emptyView(), ...view } as SessionView);
  if (view.session.terms && free > 0) {
    const what = { kind: "write-off", amount: free } as const;
    const body = { once: crypto.randomUUID(), what, reason: "left by another test" };
    await manager.call("adjustBill", { params, body });
  }
  await manager.call("closeSession", { params, body: {} });
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  webUrl: async ({}, use) => use(readSystem().webUrl),
  // biome-ignore lint/correctness/noEmptyPattern: see above
  restaurant: async ({}, use, testInfo) => {
    const spec = basename(testInfo.file, ".spec.ts");
    const restaurant = readSystem().restaurants[spec];
    if (!restaurant) throw new Error(`There is no restaurant for ${spec}.spec.ts.`);
    await use(restaurant);
  },
  manager: async ({ playwright, restaurant, webUrl }, use) => {
    const request = await playwright.request.newContext();
    const api = apiOf(request, webUrl);
    await api.call("signIn", { body: restaurant.staff.manager });
    await use(api);
    await request.dispose();
  },
  table: async ({ restaurant, manager, webUrl }, use) => {
    await use(async (label) => {
      const code = restaurant.tables[label];
      if (!code) throw new Error(`${restaurant.name} has no table ${label}.`);
      const { tables } = await manager.call("readFloor");
      const session = tables.find((each) => each.code === code)?.session;
      if (session) await closeForced(manager, session.id);
      return { label: String(label), code, url: `${webUrl}/t/${code}` };
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  network: async ({}, use) => {
    const network = await startNetwork();
    await use(network);
    await network.close();
  },
  phone: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...PHONE, ...options });
      contexts.push(context);
      return new DinerPage(await context.newPage());
    });
    for (const context of contexts) await context.close();
  },
  kitchen: async ({ browser, restaurant, webUrl }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...KITCHEN_SCREEN, ...options });
      contexts.push(context);
      await apiOf(context.request, webUrl).call("signIn", { body: restaurant.staff.kitchen });
      const screen = new KitchenPage(await context.newPage());
      await screen.open(webUrl);
      return screen;
    });
    for (const context of contexts) await context.close();
  },
  staff: async ({ browser, restaurant, webUrl }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role, options) => {
      const context = await browser.newContext({ ...SCREEN, ...options });
      contexts.push(context);
      if (role)
        await apiOf(context.request, webUrl).call("signIn", { body: restaurant.staff[role] });
      const staff = new StaffPage(await context.newPage());
      await staff.open(webUrl);
      return staff;
    });
    for (const context of contexts) await context.close();
  },
});
