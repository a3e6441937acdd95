import { type ChildProcess, spawn } from "node:child_process";
import { once as onceOf } from "node:events";
import { existsSync, globSync } from "node:fs";
import type { Readable } from "node:stream";
import { freePort } from "../../run/start/ports.ts";
import { findProgram } from "../../run/start/programs.mjs";
import { type Browser, once, type Page, STILL_MS } from "./browser.ts";

/** The key of an element's name in WebDriver's answers. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const START_TIMEOUT_MS = 60_000;
const SIZES = { phone: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } };
/** Debian's small browser around WebKitGTK lies outside PATH. */
const MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser";

/**
 * WebKitGTK, the engine of Safari, on a display that nobody sees, driven over WebDriver. A driver has
 * one browser with one window, so everybody has a driver of their own.
 */
export async function startWebKit(): Promise<Browser> {
  const miniBrowser = globSync(MINI_BROWSER).find((path) => existsSync(path));
  if (!miniBrowser)
    throw new Error(`There is no ${MINI_BROWSER}: Debian's webkit2gtk-driver has it.`);
  const { display, process: screen } = await startDisplay();
  const sessions: { end(): Promise<void> }[] = [];
  const open = async (size: keyof typeof SIZES) => {
    const session = await startSession(miniBrowser, display);
    sessions.push(session);
    await session.ask("POST", "/window/rect", { ...SIZES[size], x: 0, y: 0 });
    return session;
  };
  const close = async () => {
    for (const session of sessions) await session.end();
    screen.kill();
  };
  try {
    // Its version is only known once it runs.
    const { version, end } = await open("phone");
    await end();
    return { name: "webkitgtk", version, open: async (size) => pageOf(await open(size)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startDisplay(): Promise<{ display: string; process: ChildProcess }> {
  const xvfb = spawn(
    findProgram("xvfb")!,
    ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const said = onceOf(xvfb.stdio[3] as Readable, "data").then(([number]) => String(number).trim());
  const ended = onceOf(xvfb, "exit").then(() => undefined);
  const number = await Promise.race([said, ended]);
  if (!number) throw new Error("Xvfb did not start.");
  return { display: `:${number}`, process: xvfb };
}

type Session = {
  readonly version: string;
  ask(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  end(): Promise<void>;
};

async function startSession(miniBrowser: string, display: string): Promise<Session> {
  const port = await freePort();
  const driver = spawn(findProgram("webkit")!, [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: display },
  });
  const ask = (method: string, path: string, body?: unknown) =>
    command(`http://127.0.0.1:${port}${path}`, method, body);
  try {
    await once(() => ask("GET", "/status"), AbortSignal.timeout(START_TIMEOUT_MS));
    const browserOptions = { binary: miniBrowser, args: ["--automation"] };
    const { sessionId, capabilities } = (await ask("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } },
    })) as { sessionId: string; capabilities: { browserVersion: string } };
    const root = `/session/${sessionId}`;
    return {
      version: capabilities.browserVersion,
      ask: (method, path, body) => ask(method, `${root}${path}`, body),
      async end() {
        await ask("DELETE", root).catch(() => undefined);
        driver.kill();
      },
    };
  } catch (error) {
    driver.kill();
    throw error;
  }
}

async function command(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}

function pageOf(session: Session): Page {
  const element = async (xpath: string) => {
    const found = await session
      .ask("POST", "/element", { using: "xpath", value: xpath })
      .catch((error: Error) => {
        throw new Error(`${xpath}: ${error.message}`);
      });
    return `/element/${(found as Record<string, string>)[ELEMENT]}`;
  };
  return {
    go: async (url) => void (await session.ask("POST", "/url", { url })),
    async click(xpath) {
      const path = await element(xpath);
      const place = async () => JSON.stringify(await session.ask("GET", `${path}/rect`));
      const before = await place();
      await new Promise((resolve) => setTimeout(resolve, STILL_MS));
      if ((await place()) !== before) throw new Error(`Still moving: ${xpath}`);
      await session.ask("POST", `${path}/click`);
    },
    async has(xpath) {
      const found = await session.ask("POST", "/elements", { using: "xpath", value: xpath });
      return (found as unknown[]).length > 0;
    },
    async type(xpath, text) {
      const path = await element(xpath);
      await session.ask("POST", `${path}/clear`);
      await session.ask("POST", `${path}/value`, { text });
    },
    textOf: async (xpath) => String(await session.ask("GET", `${await element(xpath)}/text`)),
  };
}
