/**
 * `npm run bench`: the live side under the load of one full restaurant, beside a bare Hocuspocus
 * server under the same load in the same run, round after round in turn.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrate } from "@tureen/persistence/platform/migrate";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../run/start/embedded-postgres.ts";
import { freePort } from "../../run/start/ports.ts";
import { median } from "./figures.ts";
import { HELP } from "./help.ts";
import { type HoldFigures, hold, holdReport } from "./hold.ts";
import { driveConfirms, type KitchenFigures } from "./kitchen.ts";
import { benchKitchenScreen, kitchenScreenReport } from "./kitchen-screen.ts";
import { connectPhones, driveEdits, type Edit, type LoadFigures, tap, tapOrAdd } from "./load.ts";
import { benchLongMenu, longMenuReport } from "./long-menu.ts";
import { originOf, signIn, startServer, startWorker } from "./ours.ts";
import { claimOf, drivePayments, type PaymentFigures, watchOrders } from "./payments.ts";
import { choosePeerParts, comparePeers } from "./peers/compare.ts";
import { peersChart } from "./peers/peers-chart.ts";
import { peersJson, peersReport } from "./peers/report.ts";
import { Results } from "./peers/results.ts";
import type { Phone } from "./phone.ts";
import { startProcess } from "./process.ts";
import { seededRandom } from "./random.ts";
import { benchReplay, type ReplayFigures, replayReport } from "./replay.ts";
import { type FullRestaurant, fillDatabase } from "./restaurant.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string" },
    seconds: { type: "string", default: "20" },
    tables: { type: "string", default: "250" },
    edits: { type: "string", default: "500" },
    confirms: { type: "string", default: "10" },
    profile: { type: "string" },
    /** Minutes to hold a full restaurant instead of comparing. */
    hold: { type: "string" },
    /** The replay instead: one long session beside plain Yjs, and verify --all. */
    replay: { type: "boolean", default: false },
    /** A long menu on a slow phone instead. */
    menu: { type: "boolean", default: false },
    /** A kitchen's screen with 300 open orders instead. */
    screen: { type: "boolean", default: false },
    /** Screens of the kitchen that follow the confirms. */
    screens: { type: "string", default: "1" },
    /** Beside other systems instead: all parts, or those listed by --parts or the first argument. */
    peers: { type: "boolean", default: false },
    parts: { type: "string" },
    quick: { type: "boolean", default: false },
    /** Where the comparison with peers keeps what it has so far. */
    out: { type: "string", default: join(tmpdir(), "tureen-peers.json") },
    /** Where it leaves its chart. */
    svg: { type: "string" },
    help: { type: "boolean", default: false },
    sessions: { type: "string", default: "1000" },
    "session-edits": { type: "string", default: "200" },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const DINERS_PER_TABLE = 4;
const peerParts = values.peers ? choosePeerParts(values.parts ?? positionals[0]) : [];
const rounds = Number(values.rounds ?? (values.peers ? (values.quick ? 1 : 5) : 3));
const seconds = Number(values.seconds);
const tables = Number(values.tables);
const screens = Number(values.screens);
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

if (values.menu) {
  const figures = await benchLongMenu(say);
  process.stdout.write(
    values.json ? `${JSON.stringify(figures, null, 2)}\n` : longMenuReport(figures),
  );
  process.exit();
}

if (values.screen) {
  const figures = await benchKitchenScreen(say);
  process.stdout.write(
    values.json ? `${JSON.stringify(figures, null, 2)}\n` : kitchenScreenReport(figures),
  );
  process.exit();
}

const dataDir = await mkdtemp(join(tmpdir(), "tureen-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  if (values.peers) {
    const results = await peers(postgres);
    process.stdout.write(
      values.json ? `${JSON.stringify(peersJson(results), null, 2)}\n` : peersReport(results),
    );
  } else if (values.replay) {
    const figures = await replay(postgres.url);
    process.stdout.write(
      values.json ? `${JSON.stringify(figures, null, 2)}\n` : replayReport(figures),
    );
  } else if (values.hold === undefined) {
    const result = await bench(postgres.url);
    process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : report(result));
  } else {
    const figures = await holdFull(postgres.url, Number(values.hold));
    process.stdout.write(
      values.json ? `${JSON.stringify(figures, null, 2)}\n` : holdReport(figures),
    );
  }
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function peers(postgres: EmbeddedPostgres): Promise<Results> {
  await migrate(postgres.url);
  const results = new Results();
  const bench = {
    databaseUrl: postgres.url,
    postgresPid: postgres.pid,
    rounds,
    quick: values.quick,
    results,
    secret: randomBytes(32).toString("base64url"),
    say: (text: string) => void process.stderr.write(`${text}\n`),
  };
  const keep = async () => {
    await writeFile(values.out, `${JSON.stringify(peersJson(results), null, 2)}\n`);
    if (values.svg !== undefined) await writeFile(values.svg, peersChart(results));
  };
  bench.say(`What is measured is kept in ${values.out}`);
  if (!(await comparePeers(bench, peerParts, keep))) process.exitCode = 1;
  return results;
}

async function replay(databaseUrl: string): Promise<ReplayFigures> {
  await migrate(databaseUrl);
  const sessions = Number(values.sessions);
  const editsPerSession = Number(values["session-edits"]);
  return benchReplay({ databaseUrl, rounds, sessions, editsPerSession }, say);
}

async function holdFull(databaseUrl: string, minutes: number): Promise<HoldFigures> {
  await migrate(databaseUrl);
  const secret = randomBytes(32).toString("base64url");
  const restaurant = await fill(databaseUrl, secret);
  const options = { databaseUrl, secret, port: await freePort() };
  const rates = { edits: Number(values.edits), confirms: Number(values.confirms) };
  return hold(options, restaurant, minutes, rates, say);
}

function fill(databaseUrl: string, secret: string): Promise<FullRestaurant> {
  return fillDatabase(databaseUrl, secret, new Array(tables).fill(DINERS_PER_TABLE), TERMS);
}

interface BenchResult {
  readonly load: string;
  readonly ours: LoadFigures[];
  readonly bare: LoadFigures[];
  readonly kitchen: KitchenFigures[];
  readonly payments: PaymentFigures[];
  /** Taps on the menu, and claims of what was ordered, by the same phones at the same rate. */
  readonly taps: LoadFigures[];
  readonly claims: LoadFigures[];
  /** Ours over bare, median of the rounds. */
  readonly ratios: { readonly cpuPerEdit: number; readonly propagationP50: number };
}

interface OursFigures {
  readonly load: LoadFigures;
  readonly kitchen: KitchenFigures;
  readonly payments: PaymentFigures;
  readonly taps: LoadFigures;
  readonly claims: LoadFigures;
}

async function bench(databaseUrl: string): Promise<BenchResult> {
  await migrate(databaseUrl);
  const secret = randomBytes(32).toString("base64url");
  const ours: OursFigures[] = [];
  const bare: LoadFigures[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: filling ${tables} tables`);
    const restaurant = await fill(databaseUrl, secret);
    say(`round ${round}: Tureen`);
    ours.push(await benchOurs(databaseUrl, secret, restaurant, round));
    say(`round ${round}: bare Hocuspocus`);
    bare.push(await benchBare(restaurant, round));
  }
  const ratio = (of: (figures: LoadFigures) => number) =>
    median(ours.map(({ load }, i) => of(load) / of(bare[i] as LoadFigures)));
  return {
    load: `${tables} tables of ${DINERS_PER_TABLE}, ${values.edits} edits/s for ${seconds} s, ${values.confirms} confirms/s`,
    ours: ours.map(({ load }) => load),
    bare,
    kitchen: ours.map(({ kitchen }) => kitchen),
    payments: ours.map(({ payments }) => payments),
    taps: ours.map(({ taps }) => taps),
    claims: ours.map(({ claims }) => claims),
    ratios: {
      cpuPerEdit: ratio((f) => f.serverCpuPerEditUs),
      propagationP50: ratio((f) => f.propagationMs.p50),
    },
  };
}

async function benchOurs(
  databaseUrl: string,
  secret: string,
  restaurant: FullRestaurant,
  round: number,
): Promise<OursFigures> {
  const port = await freePort();
  const options = { databaseUrl, secret, port, profileDir: values.profile, payments: true };
  const origin = originOf(options);
  const server = await startServer(options);
  const worker = await startWorker(options);
  try {
    const cookie = await signIn(origin, restaurant.staff);
    return await withPhones(`ws://127.0.0.1:${port}/collab`, restaurant, async (phones, drive) => {
      const { dish } = restaurant;
      const random = seededRandom(round);
      const load = await drive(server.cpuSeconds, phones, random, tapOrAdd(dish.item, random));
      const rate = Number(values.confirms);
      const ordered = watchOrders(phones.filter((_, n) => n % DINERS_PER_TABLE === 0));
      const kitchen = await driveConfirms(origin, cookie, phones, dish, rate, seconds, screens);
      const payers = [...ordered.keys()];
      const payments = await drivePayments(payers, Math.ceil(dish.price / 2), rate);
      const onCart: Edit = (phone, due) => tap(phone, due, phone.lines[0] as string);
      const taps = await drive(server.cpuSeconds, payers, random, onCart);
      const claims = await drive(server.cpuSeconds, payers, random, claimOf(ordered));
      return { load, kitchen, payments, taps, claims };
    });
  } finally {
    await worker.stop();
    await server.stop();
  }
}

async function benchBare(restaurant: FullRestaurant, round: number): Promise<LoadFigures> {
  const port = await freePort();
  const server = await startProcess(
    new URL("bare-server.ts", import.meta.url).pathname,
    { PORT: String(port) },
    `http://127.0.0.1:${port}/metrics`,
    values.profile,
  );
  try {
    return await withPhones(`ws://127.0.0.1:${port}/`, restaurant, (phones, drive) => {
      const random = seededRandom(round);
      return drive(server.cpuSeconds, phones, random, tapOrAdd(restaurant.dish.item, random));
    });
  } finally {
    await server.stop();
  }
}

type Drive = (
  cpuSeconds: () => Promise<number>,
  phones: readonly Phone[],
  random: () => number,
  edit: Edit,
) => Promise<LoadFigures>;

async function withPhones<T>(
  url: string,
  restaurant: FullRestaurant,
  work: (phones: readonly Phone[], drive: Drive) => Promise<T>,
): Promise<T> {
  const sent = new Map<string, number>();
  const propagation: number[] = [];
  const phones = await connectPhones(
    restaurant.places.map((place) => ({ ...place, url })),
    (phone, client, clock, at) => {
      // An edit that comes back to its own phone tells nothing about the others.
      if (client === phone.client) return;
      const due = sent.get(`${client}:${clock}`);
      if (due !== undefined) propagation.push(at - due);
    },
  );
  try {
    return await work(phones, (cpuSeconds, who, random, edit) =>
      driveEdits(who, sent, propagation, edit, cpuSeconds, {
        editsPerSecond: Number(values.edits),
        warmUpSeconds: 20,
        seconds,
        random,
      }),
    );
  } finally {
    for (const phone of phones) phone.close();
  }
}

function report(result: BenchResult): string {
  const row = (name: string, of: (figures: LoadFigures) => number, unit: string) => {
    const cell = (figures: LoadFigures[]) => {
      const all = figures.map(of);
      return `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
    };
    return `${name.padEnd(28)}${cell(result.ours).padEnd(26)}${cell(result.bare).padEnd(26)}${unit}\n`;
  };
  const sumOf = <F>(all: readonly F[], of: (figures: F) => number) =>
    all.reduce((sum, figures) => sum + of(figures), 0);
  const kitchen = result.kitchen.map((k) => k.confirmToKitchenMs);
  const payments = result.payments.map((p) => p.wishToReservedMs);
  const claimsPerTap = result.claims.map(
    (claims, i) => claims.serverCpuPerEditUs / (result.taps[i]?.serverCpuPerEditUs ?? Number.NaN),
  );
  return [
    `${result.load}; median of ${rounds} rounds (range)\n\n`,
    `${"".padEnd(28)}${"Tureen, durable".padEnd(26)}${"bare Hocuspocus, memory".padEnd(26)}\n`,
    row("propagation p50", (f) => f.propagationMs.p50, "ms"),
    row("propagation p99", (f) => f.propagationMs.p99, "ms"),
    row("acknowledged p50", (f) => f.acknowledgedMs.p50, "ms"),
    row("acknowledged p99", (f) => f.acknowledgedMs.p99, "ms"),
    row("server CPU per edit", (f) => f.serverCpuPerEditUs, "µs"),
    row("generator late p99", (f) => f.generatorLateMs.p99, "ms"),
    "\n",
    `CPU per edit: ${result.ratios.cpuPerEdit.toFixed(2)} × bare (aim at most 1.4)\n`,
    `propagation p50: ${result.ratios.propagationP50.toFixed(2)} × bare (aim at most 2)\n`,
    `confirm to each of ${screens} kitchen screens: p50 ${median(kitchen.map((k) => k.p50)).toFixed(1)} ms, `,
    `p99 ${median(kitchen.map((k) => k.p99)).toFixed(1)} ms (aim under 250), `,
    `${sumOf(result.kitchen, (k) => k.arrived)} of ${sumOf(result.kitchen, (k) => k.confirms)} confirms arrived\n`,
    `wish to pay to reserved: p50 ${median(payments.map((p) => p.p50)).toFixed(1)} ms, `,
    `p99 ${median(payments.map((p) => p.p99)).toFixed(1)} ms, `,
    `${sumOf(result.payments, (p) => p.reserved)} of ${sumOf(result.payments, (p) => p.wishes)} reserved\n`,
    `CPU per claim: ${median(claimsPerTap).toFixed(2)} × a tap's by the same phones (aim at most 1.1)\n`,
  ].join("");
}
