/** `npm run prove:browsers [-- firefox|webkit]`: the main story in the engines of other browsers. */
import { DEMO_SPEC, startTestSystem } from "../../run/test/e2e-system.ts";
import type { Browser } from "./browser.ts";
import { startFirefox } from "./firefox.ts";
import { liveThrough } from "./story.ts";
import { startWebKit } from "./webkit.ts";

/** For the whole story in one browser: on a busy machine it takes minutes. */
const DEADLINE_MS = 300_000;

const STARTS: Readonly<Record<string, () => Promise<Browser>>> = {
  firefox: startFirefox,
  webkit: startWebKit,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(STARTS, name));
if (unknown.length > 0) {
  console.error(`Unknown browser: ${unknown.join(", ")} (${Object.keys(STARTS).join(" or ")})`);
  process.exit(2);
}
const names = wanted.length > 0 ? wanted : Object.keys(STARTS);
let failed = 0;
let running: Browser | undefined;
const system = await startTestSystem([]);
const stop = async () => {
  await running?.close().catch(() => undefined);
  await system.stop();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => void stop().finally(() => process.exit(1)));
}
try {
  const { tables, staff } = system.restaurants[DEMO_SPEC]!;
  // Each browser has a table of its own.
  const codes = Object.values(tables);
  for (const [index, name] of names.entries()) {
    try {
      const browser = await STARTS[name]!();
      running = browser;
      const tell = (line: string) => console.log(`${browser.name} ${browser.version}  ${line}`);
      const place = {
        webUrl: system.webUrl,
        tableUrl: `${system.webUrl}/t/${codes[index]}`,
        cook: staff.kitchen,
      };
      const giveUp = AbortSignal.timeout(DEADLINE_MS);
      await liveThrough(browser, place, (step) => tell(`ok      ${step}`), giveUp);
    } catch (error) {
      failed += 1;
      console.log(`${name}  FAILED  ${(error as Error).message}`);
    } finally {
      // What the browser has shown counts, not how it ends.
      await running?.close().catch((error: Error) => console.error(`${name}: ${error.message}`));
      running = undefined;
    }
  }
} finally {
  await stop();
}
console.log(
  failed === 0 ? "Every browser has lived through it." : `${failed} of ${names.length} failed.`,
);
process.exit(failed === 0 ? 0 : 1);
