/**
 * `npm run prove:capacity [-- --seed N] [--restaurants N] [--nodes N] [--shards N] [--measure] [--json]`: a busy
 * night on many servers, tables placed by restaurant and by session, from measured costs.
 */
import { parseArgs } from "node:util";
import { BUSY_NIGHT, type Evening } from "./evening.ts";
import { measureCosts } from "./measure.ts";
import { costsReport, reportOf } from "./report.ts";
import { simulate } from "./simulate.ts";

const NUMBERS = ["seed", "restaurants", "nodes", "shards"] as const;
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    restaurants: { type: "string" },
    nodes: { type: "string" },
    shards: { type: "string" },
    /** Measures what no benchmark says, instead. */
    measure: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

let evening: Evening = BUSY_NIGHT;
for (const name of NUMBERS) {
  if (values[name] === undefined) continue;
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > 100_000) {
    process.stderr.write(`--${name} must be a whole number from 1 to 100,000.\n`);
    process.exit(2);
  }
  evening = { ...evening, [name]: value };
}
if (values.measure) {
  await measureCosts((line) => process.stdout.write(`${line}\n`));
} else {
  const nights = (["by session", "placed"] as const).map((arm) => simulate(arm, evening));
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ evening, nights }, null, 2)}\n`
      : `${reportOf(nights, evening)}\n${costsReport()}`,
  );
}
