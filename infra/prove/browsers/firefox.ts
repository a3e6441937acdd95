import puppeteer from "puppeteer-core";
import { findProgram } from "../../run/start/programs.mjs";
import type { Browser } from "./browser.ts";
import { browserOf, START_TIMEOUT_MS } from "./tab.ts";

/** A stock Firefox without a window, driven over WebDriver BiDi. */
export async function startFirefox(): Promise<Browser> {
  return browserOf(await launchFirefox());
}

export function launchFirefox() {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: findProgram("firefox")!,
    headless: true,
    timeout: START_TIMEOUT_MS,
    extraPrefsFirefox: { "intl.accept_languages": "en-US" },
  });
}
