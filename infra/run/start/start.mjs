import { ensureInstalled, runMain } from "./install.mjs";

await ensureInstalled();
await runMain("infra/run/start/main.ts", process.argv.slice(2));
