// Plain JavaScript: must run where nothing is installed yet.
import { installProblem, runMain } from "../start/install.mjs";

const major = Number.parseInt(process.versions.node, 10);
if (major < 20) {
  console.log(`fail  Node ${process.versions.node} is too old. Mend: install Node 20 or newer.`);
  process.exit(1);
}
const problem = installProblem();
if (problem) {
  console.log(`ok    Node ${process.versions.node}`);
  console.log(`fail  Packages: ${problem}. Mend: npm ci`);
  process.exit(1);
}
await runMain("infra/run/doctor/main.ts", [
  `--node=${process.versions.node}`,
  ...process.argv.slice(2),
]);
