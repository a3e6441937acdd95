import { ensureInstalled, runMain } from "../start/install.mjs";
import { ensurePrograms } from "./programs.mjs";

await ensureInstalled();
const part = process.argv[2] ?? "all";
ensurePrograms(part === "unit" ? ["redis"] : ["chromium", "redis"]);
await runMain("infra/test/main.ts", [part]);
