/**
 * A menu of 600 dishes on a phone four times slower than this machine: keys in its search, scrolling, and how
 * long it takes until a published change is read there. In Chromium, against the system that the browser
 * tests run against.
 */
import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import type { CDPSession, Page as Tab } from "puppeteer-core";
import { DEMO_SPEC, startTestSystem } from "../../run/test/e2e-system.ts";
import { once } from "../browsers/browser.ts";
import { launchChromium } from "../browsers/chromium.ts";
import { button, field } from "../browsers/places.ts";
import { pageOf } from "../browsers/tab.ts";
import { ask, signIn } from "../chaos/api.ts";
import { median } from "./figures.ts";

const DISHES = 600;
const PER_SECTION = 50;
const SLOWER = 4;
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const WORDS = ["chicken", "lemon 1", "soup 59"];
/** Pixels of one swipe, and how many of them there are. */
const SWIPE = 6_000;
const SWIPES = 4;
const PUBLICATIONS = 5;
const PATIENCE_MS = 120_000;
/** For what the API is asked: on a busy machine it takes longer than a simulated guest waits. */
const TIMEOUT_MS = 60_000;

/** All in ms. */
export interface LongMenuFigures {
  /** From a key until what it found is painted. */
  readonly keys: readonly number[];
  /** From one frame to the next while the menu is swiped. */
  readonly frames: readonly number[];
  /** Of each publication: until the server answered, and from then until the phone showed it. */
  readonly published: readonly { readonly answered: number; readonly shown: number }[];
}

/** Measures it once. `say` is told how far it is. */
export async function benchLongMenu(say: (text: string) => void): Promise<LongMenuFigures> {
  const system = await startTestSystem([]);
  const browser = await launchChromium();
  try {
    const { staff, tables } = system.restaurants[DEMO_SPEC] ?? {};
    const [code] = Object.values(tables ?? {});
    if (!staff || !code) throw new Error("the system has no restaurant to measure");
    const menu = await LongMenu.write(system.webUrl, staff.manager);
    say(`${menu.dishes} dishes are published`);

    const tab = await browser.newPage();
    await tab.setViewport(PHONE);
    tab.setDefaultTimeout(PATIENCE_MS);
    const page = pageOf(tab);
    const giveUp = AbortSignal.timeout(PATIENCE_MS);
    await page.go(`${system.webUrl}/t/${code}`);
    await once(() => page.type(field("Your name"), "Ana"), giveUp);
    await once(() => page.click(button("Open the table")), giveUp);
    await tab.waitForSelector("article h3");
    const cdp = await tab.createCDPSession();
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });

    const frames = await swipe(tab, cdp);
    say("swiped");
    const keys = await type(tab);
    say("searched");
    const published: { answered: number; shown: number }[] = [];
    for (let at = 1; at <= PUBLICATIONS; at++) published.push(await menu.renameFirst(tab, at));
    return { keys, frames, published };
  } finally {
    await browser.close().catch(() => undefined);
    await system.stop();
  }
}

export function longMenuReport({ keys, frames, published }: LongMenuFigures): string {
  const most = (all: readonly number[]) => `${Math.round(Math.max(...all))} ms`;
  const middle = (all: readonly number[]) => `${Math.round(median([...all]))} ms`;
  const late = frames.filter((each) => each > 50).length;
  const [answered, shown] = [published.map((p) => p.answered), published.map((p) => p.shown)];
  return [
    `a menu of ${DISHES} dishes on a phone ${SLOWER} times slower`,
    `  a key in its search: median ${middle(keys)}, most ${most(keys)} (aim: under 100 ms)`,
    `  frames while it is swiped: median ${middle(frames)}, longest ${most(frames)}, ${late} of ${frames.length} over 50 ms (aim: none)`,
    `  publishing: median ${middle(answered)}, most ${most(answered)} (aim: under 1 s)`,
    `  until the phone shows it: median ${middle(shown)}, most ${most(shown)} (aim: under 1 s)`,
    "",
  ].join("\n");
}

/** The menu that is measured, and the manager who publishes it. */
class LongMenu {
  readonly dishes: number;
  readonly #origin: string;
  readonly #cookie: string;
  #first: DraftDish;

  private constructor(origin: string, cookie: string, dishes: number, first: DraftDish) {
    [this.#origin, this.#cookie, this.dishes, this.#first] = [origin, cookie, dishes, first];
  }

  /** Adds sections to a restaurant's menu until it is long, and publishes it. */
  static async write(
    origin: string,
    manager: { readonly login: string; readonly password: string },
  ): Promise<LongMenu> {
    const cookie = await signIn(origin, manager, TIMEOUT_MS);
    const { draft } = await ask(origin, "readMenuDraft", { cookie, timeoutMs: TIMEOUT_MS });
    const categories = draft.categories as readonly DraftSection[];
    const there = categories.flatMap(({ items }) => items).length;
    const [first] = categories[0]?.items ?? [];
    if (!first) throw new Error("the demo has no dish");
    const edits: DraftEdit[] = [];
    for (let count = there; count < DISHES; count += PER_SECTION) {
      const size = Math.min(PER_SECTION, DISHES - count);
      edits.push({
        ...{ kind: "add", part: "category", in: null, before: null },
        thing: sectionOf(count, size),
      });
    }
    const menu = new LongMenu(origin, cookie, DISHES, first);
    await menu.#edit(edits);
    await menu.#bringIntoForce();
    return menu;
  }

  /** Renames the first dish, publishes it, and waits until a phone's page shows it. */
  async renameFirst(tab: Tab, at: number): Promise<{ answered: number; shown: number }> {
    const to = `Soup of publication ${at}`;
    await this.#edit([
      { kind: "set", id: this.#first.id, field: "name", was: this.#first.name, to },
    ]);
    this.#first = { ...this.#first, name: to };
    const seen = tab.waitForFunction(
      `[...document.querySelectorAll("article h3")].some((h) => h.textContent.includes("${to}"))`,
      { polling: "raf" },
    );
    const began = performance.now();
    await this.#bringIntoForce();
    const answered = performance.now();
    await seen;
    return { answered: answered - began, shown: performance.now() - answered };
  }

  async #edit(edits: readonly DraftEdit[]): Promise<void> {
    const body = { since: await this.#revision(), edits: [...edits] } as never;
    const asking = { cookie: this.#cookie, timeoutMs: TIMEOUT_MS };
    const { conflicts } = await ask(this.#origin, "editMenuDraft", { ...asking, body });
    if (conflicts.length > 0) throw new Error("somebody else writes this menu");
  }

  async #bringIntoForce(): Promise<void> {
    const asking = { cookie: this.#cookie, timeoutMs: TIMEOUT_MS };
    const { revision, inForce } = await ask(this.#origin, "readMenuDraft", asking);
    await ask(this.#origin, "publishMenuDraft", {
      ...asking,
      body: { revision, against: inForce },
    });
  }

  async #revision(): Promise<number> {
    const asking = { cookie: this.#cookie, timeoutMs: TIMEOUT_MS };
    return (await ask(this.#origin, "readMenuDraft", asking)).revision;
  }
}

/** Dishes with a text, choices and allergens, as real ones have. */
function sectionOf(first: number, size: number): DraftSection {
  const id = () => crypto.randomUUID();
  const value = (name: string, priceDelta: number) => ({ id: id(), name, priceDelta });
  return {
    ...{ id: id(), name: `Section from ${first}` },
    items: Array.from(
      { length: size },
      (_, at): DraftDish => ({
        ...{ id: id(), name: `Chicken soup ${first + at} with lemon`, price: 900 + at * 10 },
        description: `Slowly cooked, number ${first + at}, with thyme, butter and bread from the oven`,
        ...{ allergens: ["milk", "gluten"], additives: [] },
        options: [
          {
            ...{ id: id(), name: "Size", min: 1, max: 1 },
            values: [value("Small", 0), value("Large", 300)],
          },
        ],
      }),
    ),
  };
}

/** Swipes through the menu as a thumb does, and takes the time between its frames. */
async function swipe(tab: Tab, cdp: CDPSession): Promise<number[]> {
  await tab.evaluate(`
    window.frames_ = [];
    let last = performance.now();
    const look = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(look); });
  `);
  for (let at = 0; at < SWIPES; at++) {
    await cdp.send("Input.synthesizeScrollGesture", {
      ...{ x: 200, y: 500, yDistance: -SWIPE, speed: 3_000, gestureSourceType: "touch" },
    });
  }
  return (await tab.evaluate("window.frames_")) as number[];
}

/** Types into the search, letter by letter, and takes the time from each key until it is painted. */
async function type(tab: Tab): Promise<number[]> {
  await tab.evaluate("scrollTo(0, 0)");
  await pageOf(tab).click(button("Search the menu"));
  const search = await tab.waitForSelector("input[type=search]");
  await tab.evaluate(`
    window.keys_ = [];
    document.addEventListener("keydown", () => {
      const began = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.keys_.push(performance.now() - began);
        port2.postMessage(0);
      });
    }, true);
  `);
  let typed = 0;
  for (const word of WORDS) {
    for (const letter of word) {
      await tab.keyboard.press(letter as never);
      typed++;
      await tab.waitForFunction(`window.keys_.length >= ${typed}`);
    }
    await search?.evaluate((input) => {
      const element = input as unknown as { value: string; dispatchEvent(event: Event): void };
      element.value = "";
      element.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  return (await tab.evaluate("window.keys_")) as number[];
}
