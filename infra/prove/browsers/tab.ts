import type { Browser as Driver, Page as Tab } from "puppeteer-core";
import { type Browser, type Page, STILL_MS } from "./browser.ts";

const SIZES = { phone: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } };
const ACTION_TIMEOUT_MS = 5_000;
export const START_TIMEOUT_MS = 120_000;

/** A browser that puppeteer drives, whichever protocol it speaks with it. */
export async function browserOf(driver: Driver): Promise<Browser> {
  const [name = "", version = ""] = (await driver.version()).split("/");
  return {
    name,
    version,
    async open(screen) {
      const context = await driver.createBrowserContext();
      const tab = await context.newPage();
      // How long a page may take is the caller's business.
      tab.setDefaultNavigationTimeout(0);
      await tab.setViewport(SIZES[screen]);
      return pageOf(tab);
    },
    close: () => driver.close(),
  };
}

/** What can be done with the elements of a tab. */
export function pageOf(tab: Tab): Page {
  const find = async (xpath: string) => {
    const element = await tab.$(`::-p-xpath(${xpath})`);
    if (!element) throw new Error(`Not on the page: ${xpath}`);
    return element;
  };
  const locate = (xpath: string) =>
    tab.locator(`::-p-xpath(${xpath})`).setTimeout(ACTION_TIMEOUT_MS);
  return {
    go: async (url) => void (await tab.goto(url)),
    async click(xpath) {
      // Within the window is not enough: bars lie over its edges.
      const found = await find(xpath);
      await found.evaluate((node) => {
        const element = node as unknown as { scrollIntoView(where: object): void };
        element.scrollIntoView({ block: "center" });
      });
      // A locator would wait for frames, which hardly come in a tab that is not in front.
      const place = async () => JSON.stringify(await found.boundingBox());
      const before = await place();
      await new Promise((resolve) => setTimeout(resolve, STILL_MS));
      if ((await place()) !== before) throw new Error(`Still moving: ${xpath}`);
      await found.click();
    },
    has: async (xpath) => (await tab.$(`::-p-xpath(${xpath})`)) !== null,
    type: (xpath, text) => locate(xpath).fill(text),
    textOf: async (xpath) =>
      (await find(xpath)).evaluate((node) => (node as unknown as { innerText: string }).innerText),
  };
}
