/**
 * A kitchen's screen with 300 open orders on a computer four times slower than this machine: its frames while
 * orders arrive, are moved on by keys, and pages are turned. In Chromium, against the system that the
 * browser tests run against.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Page as Tab } from "puppeteer-core";
import { runningPostgresUrl } from "../../run/start/embedded-postgres.ts";
import { keptJwtSecret } from "../../run/start/jwt-secret.ts";
import { startTestSystem } from "../../run/test/e2e-system.ts";
import { launchChromium } from "../browsers/chromium.ts";
import { ask, signIn } from "../chaos/api.ts";
import { median } from "./figures.ts";
import { connectPhones } from "./load.ts";
import type { Phone } from "./phone.ts";
import { type FullRestaurant, fillDatabase } from "./restaurant.ts";

const TICKETS = 300;
const DISHES_PER_TICKET = 3;
const SLOWER = 4;
const SCREEN = { width: 1920, height: 1080 };
const SECONDS = 30;
/** Between two orders that arrive, two that are moved on, and two turns of the page. */
const EVERY_MS = { arrival: 500, bump: 700, turn: 1_900 };
const PATIENCE_MS = 120_000;
const TIMEOUT_MS = 60_000;

/** In ms. */
export interface KitchenScreenFigures {
  /** From one frame to the next. */
  readonly frames: readonly number[];
  /** Elements of tickets that were in the page, of how many orders. */
  readonly drawn: number;
  readonly open: number;
}

/** Measures it once. `say` is told how far it is. */
export async function benchKitchenScreen(
  say: (text: string) => void,
): Promise<KitchenScreenFigures> {
  const system = await startTestSystem([]);
  const browser = await launchChromium();
  let phones: Phone[] = [];
  try {
    const databaseUrl = await runningPostgresUrl(system.dataDir);
    if (databaseUrl === undefined) throw new Error("the system has no database");
    const secret = await keptJwtSecret(system.dataDir);
    const restaurant = await fillDatabase(databaseUrl, secret, new Array(TICKETS).fill(1));
    const url = `${system.webUrl.replace(/^http/, "ws")}/collab`;
    phones = await connectPhones(
      restaurant.places.map((place) => ({ ...place, url })),
      () => {},
    );
    const cookie = await signIn(system.webUrl, restaurant.staff, TIMEOUT_MS);
    const open = async () => {
      const asking = { cookie, timeoutMs: TIMEOUT_MS };
      const { tickets } = await ask(system.webUrl, "readTickets", asking);
      return tickets.filter(({ status }) => status !== "served").length;
    };
    for (const phone of phones) order(phone, restaurant);
    for (const giveUp = AbortSignal.timeout(PATIENCE_MS); ; ) {
      // A node that is busy with 300 confirms may have no time to read.
      if ((await open().catch(() => 0)) >= TICKETS) break;
      giveUp.throwIfAborted();
      await sleep(200);
    }
    say(`${TICKETS} orders are open`);

    const tab = await browser.newPage();
    await tab.setViewport(SCREEN);
    tab.setDefaultTimeout(PATIENCE_MS);
    const [name = "", value = ""] = cookie.split("=");
    await browser.setCookie({ name, value, domain: "localhost", path: "/" });
    await tab.goto(`${system.webUrl}/kitchen`);
    await tab.waitForSelector("article");
    // The first press of a number only shows which is which.
    await tab.keyboard.press("1");
    await tab.waitForSelector("article kbd");
    const cdp = await tab.createCDPSession();
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await countFrames(tab);
    await Promise.all([
      every(EVERY_MS.arrival, (at) => order(phones[at % phones.length] as Phone, restaurant)),
      every(EVERY_MS.bump, (at) => tab.keyboard.press(at % 2 === 0 ? "2" : "5")),
      every(EVERY_MS.turn, (at) => tab.keyboard.press(at % 2 === 0 ? "ArrowRight" : "ArrowLeft")),
    ]);
    const frames = (await tab.evaluate("window.frames_")) as number[];
    const drawn = (await tab.evaluate("document.querySelectorAll('article').length")) as number;
    return { frames, drawn, open: await open() };
  } finally {
    for (const phone of phones) phone.close();
    await browser.close().catch(() => undefined);
    await system.stop();
  }
}

export function kitchenScreenReport({ frames, drawn, open }: KitchenScreenFigures): string {
  const late = frames.filter((each) => each > 50).length;
  return [
    `a kitchen's screen with ${open} open orders on a computer ${SLOWER} times slower, ${SECONDS} s`,
    `  frames: median ${Math.round(median([...frames]))} ms, longest ${Math.round(Math.max(...frames))} ms, ` +
      `${late} of ${frames.length} over 50 ms (aim: none)`,
    `  tickets in the page: ${drawn}`,
    "",
  ].join("\n");
}

/** A few dishes, each with what a guest writes. */
function order(phone: Phone, { dish }: FullRestaurant): void {
  const { item, price, menuVersion } = dish;
  const at = Date.now();
  const due = performance.now();
  const lines = Array.from({ length: DISHES_PER_TICKET }, (_, nth) =>
    phone.addLine(due, { item, options: [], note: `well done ${nth}`, for: "table", at }, 1),
  );
  phone.edit(due, (edits) =>
    edits.confirm({
      lines: lines.map((line) => ({ line, quantity: 1, unitPrice: price, ordered: 0 })),
      total: price * DISHES_PER_TICKET,
      menuVersion,
      at,
    }),
  );
}

/** Does something at this pace while it is measured. */
async function every(ms: number, act: (at: number) => unknown): Promise<void> {
  const end = performance.now() + SECONDS * 1_000;
  for (let at = 0; performance.now() < end; at++) {
    await act(at);
    await sleep(ms);
  }
}

/** Takes the time between the page's frames from now on. */
async function countFrames(tab: Tab): Promise<void> {
  await tab.evaluate(`
    window.frames_ = [];
    let last = performance.now();
    const look = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(look); });
  `);
}
