import puppeteer from "puppeteer-core";
import { findProgram } from "../../run/start/programs.mjs";
import { START_TIMEOUT_MS } from "./tab.ts";

/** Chromium without a window: the one of the browser tests, driven as the other browsers here are. */
export function launchChromium() {
  return puppeteer.launch({
    browser: "chrome",
    executablePath: findProgram("chromium", process.env.CHROMIUM_PATH)!,
    headless: "shell",
    timeout: START_TIMEOUT_MS,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--lang=en-US"],
  });
}
