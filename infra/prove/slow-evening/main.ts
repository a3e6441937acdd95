/** `npm run prove:slow-evening [-- FAULT…]`: whether the guide's page leads to the cause. Exit 1 when it does not. */
import { FAULTS } from "./faults.ts";
import { startSystem } from "./system.ts";
import { tryFault } from "./trial.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !FAULTS.some((fault) => fault.name === name));
if (unknown !== undefined) {
  process.stderr.write(`There is no ${unknown}: ${FAULTS.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}
const system = await startSystem();
let isGood = true;
try {
  for (const fault of FAULTS) {
    if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
    const { cause, step, alerts, probe, silent, false: wrong } = await tryFault(system, fault);
    const isRight = cause === fault.cause && silent.length === 0 && wrong.length === 0;
    isGood &&= isRight;
    const measured = `round trip ${probe.roundTripMs.toFixed(1)} ms, write ${probe.writeMs.toFixed(1)} ms`;
    process.stdout.write(
      `${isRight ? "ok   " : "WRONG"} ${fault.name}: step ${step}, ${cause}; ${alerts.join(", ") || "no alert"} (${measured})\n`,
    );
    if (silent.length > 0) process.stdout.write(`      did not fire: ${silent.join(", ")}\n`);
    if (wrong.length > 0) process.stdout.write(`      fired as well: ${wrong.join(", ")}\n`);
  }
} finally {
  await system.close();
}
process.exit(isGood ? 0 : 1);
