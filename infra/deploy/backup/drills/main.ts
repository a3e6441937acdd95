/** `npm run drill [-- point-in-time | region-lost | promote]`: a bad day on a Postgres of this machine. */
import { type Drill, pointInTime, promote, regionLost } from "./drills.ts";

const DRILLS: Readonly<Record<string, (told: (line: string) => void) => Promise<Drill>>> = {
  "point-in-time": pointInTime,
  "region-lost": regionLost,
  promote,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(DRILLS, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no drill ${unknown}: ${Object.keys(DRILLS).join(", ")}.\n`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : Object.keys(DRILLS)) {
  process.stdout.write(`\n${name}\n`);
  const drill = await DRILLS[name]?.((line) => process.stdout.write(`  ${line}\n`));
  if (!drill) continue;
  const { ended, findings, offered, orders } = drill.seen;
  for (const [phone, reason] of Object.entries(ended)) {
    process.stdout.write(`  phone ${phone}: ${reason ?? "the table goes on"}\n`);
  }
  process.stdout.write(`  orders in the database: ${orders.length}\n`);
  for (const finding of findings) process.stdout.write(`  shown to staff: ${finding}\n`);
  for (const [phone, dishes] of Object.entries(offered)) {
    for (const dish of dishes) process.stdout.write(`  offered again to ${phone}: ${dish}\n`);
  }
}
// A server that runs in this process keeps timers of its own.
process.exit(0);
