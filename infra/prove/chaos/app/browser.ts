/** The browser in which the app runs, and a tab of it under attack. */
import type { Browser, Page as Tab } from "puppeteer-core";
import type { Page } from "../../browsers/browser.ts";
import { launchChromium } from "../../browsers/chromium.ts";
import { launchFirefox } from "../../browsers/firefox.ts";
import { pageOf } from "../../browsers/tab.ts";
import { freeze, pageProcesses, thaw } from "./frozen.ts";

export const APP_BROWSERS = ["chromium", "firefox"] as const;
export type AppBrowserName = (typeof APP_BROWSERS)[number];

const LAUNCHES = { chromium: launchChromium, firefox: launchFirefox };
/** Wide enough for the cart to stand beside the menu. */
const WINDOW = { width: 1280, height: 800 };
/** A page that is frozen answers nothing meanwhile, and a busy machine is slow. */
const ANSWER_TIMEOUT_MS = 30_000;

export interface AppBrowser {
  readonly name: string;
  /** A page with a storage of its own, as on a phone that was never here. */
  open(): Promise<AppTab>;
  close(): Promise<void>;
}

export interface AppTab extends Page {
  /** Works out something in the page. */
  ask<T>(script: string): Promise<T>;
  reload(): Promise<void>;
  /** Whether the device says that it has a network, where the browser can be told. */
  setOffline(isOffline: boolean): Promise<void>;
  freeze(): Promise<void>;
  thaw(): void;
  close(): Promise<void>;
}

export async function startAppBrowser(name: AppBrowserName): Promise<AppBrowser> {
  const browser = await LAUNCHES[name]();
  return {
    name: await browser.version(),
    open: async () => {
      const context = await browser.createBrowserContext();
      const tab = await context.newPage();
      await tab.setViewport(WINDOW);
      // What moves cannot be clicked. Not every browser can be told.
      await tab
        .emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }])
        .catch(() => {});
      tab.setDefaultNavigationTimeout(ANSWER_TIMEOUT_MS);
      return tabOf(tab, browser, () => context.close());
    },
    close: () => browser.close(),
  };
}

function tabOf(tab: Tab, browser: Browser, close: () => Promise<void>): AppTab {
  let frozen: number[] = [];
  const melt = () => {
    thaw(frozen);
    frozen = [];
  };
  return {
    ...pageOf(tab),
    go: async (url) => void (await tab.goto(url, { waitUntil: "domcontentloaded" })),
    ask: <T>(script: string) => tab.evaluate(script) as Promise<T>,
    reload: async () => void (await tab.reload({ waitUntil: "domcontentloaded" })),
    // Not every browser can be told; the cable is pulled all the same.
    setOffline: (isOffline) => tab.setOfflineMode(isOffline).catch(() => {}),
    async freeze() {
      const pid = browser.process()?.pid;
      if (pid !== undefined) frozen = freeze(await pageProcesses(pid));
      if (frozen.length === 0) throw new Error("no process of the browser's could be frozen");
    },
    thaw: melt,
    async close() {
      melt();
      await close();
    },
  };
}
