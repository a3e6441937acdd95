/** One arm with its server up and its phones at the tables, under load. */
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../run/start/ports.ts";
import { percentiles } from "../figures.ts";
import { openLoop } from "../open-loop.ts";
import type { MeasuredProcess } from "../process.ts";
import type { Arm, PeerPhone } from "./arm.ts";
import { type Bench, type OpenRestaurant, postgresCpuSeconds } from "./bench.ts";
import { collectGarbage } from "./collect-garbage.ts";
import type { GeneratorLoad } from "./generator-load.ts";
import { type Latencies, Meter } from "./meter.ts";
import { CartTrace, type Step } from "./trace.ts";

const CONNECTED_AT_ONCE = 50;
const OPENING_PER_SECOND = 1_500;
/** More than is measured at, so that what is compiled while it runs is compiled sooner. */
const WARM_UP_PER_SECOND = 1_000;
/**
 * Seconds of warm-up until V8 has compiled most of what runs all the time: after 4 s a tenth of a
 * server's time still goes into compiling, and what is not compiled yet costs each arm differently.
 * With many more, the first snapshots of all tables, which began together, would fall into what is
 * measured: as many as in a minute of a session whose tables are at different points of theirs.
 */
export const RUN_IN_SECONDS = 15;
/** What was sent may take this long to be seen. */
const SETTLE_MS = 2_000;
/** Connections, timers and the like come to rest. */
const REST_MS = 300;
/**
 * How much less urgent everything under measurement is than the generator: on few cores it would be
 * late whenever servers and database are busy, and measure itself.
 */
const SERVERS_NICENESS = 5;

/** What a stretch of load came to. */
export interface Stretch extends Latencies {
  readonly edits: number;
  /** Of the times that an edit should have been seen, those in which it was: 1 when nothing is late. */
  readonly seenShare: number;
  readonly serverCpuPerEditUs: number;
  readonly postgresCpuPerEditUs: number;
  readonly generator: GeneratorLoad;
}

/** Several servers, and which of them the phone of a place goes to. */
export interface Layout {
  readonly nodes: number;
  readonly redisUrl?: string;
  readonly nodeOf: (place: number) => number;
}

const ONE_NODE: Layout = { nodes: 1, nodeOf: () => 0 };

/** Starts the arm's server, or servers, runs `work`, and ends everything. */
export async function withTableSimulation<T>(
  bench: Bench,
  arm: Arm,
  opened: OpenRestaurant,
  seed: number,
  work: (simulation: TableSimulation) => Promise<T>,
  layout: Layout = ONE_NODE,
): Promise<T> {
  const simulation = new TableSimulation(bench, arm, opened, seed, layout);
  try {
    await simulation.begin();
    return await work(simulation);
  } finally {
    await simulation.end();
  }
}

export class TableSimulation {
  readonly phones: PeerPhone[] = [];
  readonly #bench: Bench;
  readonly #arm: Arm;
  readonly #opened: OpenRestaurant;
  readonly #trace: CartTrace;
  readonly #meter = new Meter();
  /** How many others sit at each phone's table. */
  readonly #others: readonly number[];
  readonly #layout: Layout;
  #ports: number[] = [];
  #servers: MeasuredProcess[] = [];

  constructor(bench: Bench, arm: Arm, opened: OpenRestaurant, seed: number, layout: Layout) {
    this.#bench = bench;
    this.#arm = arm;
    this.#opened = opened;
    this.#trace = new CartTrace(seed);
    this.#others = opened.sizes.flatMap((size) => new Array<number>(size).fill(size - 1));
    this.#layout = layout;
  }

  /** Starts the servers. */
  async begin(): Promise<void> {
    // Passed on to the connections' processes that it starts from now on.
    setPriority(this.#bench.postgresPid, SERVERS_NICENESS);
    for (let node = 0; node < this.#layout.nodes; node++) {
      this.#ports.push(await freePort());
      this.#servers.push(await this.#serve(node));
    }
  }

  /** The server, or the first of several. */
  get server(): MeasuredProcess {
    const [server] = this.#servers;
    if (!server) throw new Error("no server was started");
    return server;
  }

  /** The server dies without a word, and another one starts in its place. */
  async restart(): Promise<void> {
    await this.server.kill();
    this.#servers[0] = await this.#serve(0);
  }

  async #serve(node: number): Promise<MeasuredProcess> {
    const { databaseUrl, secret } = this.#bench;
    const { redisUrl } = this.#layout;
    const port = this.#ports[node] ?? 0;
    const server = await this.#arm.serve({ databaseUrl, secret, redisUrl, port });
    setPriority(server.pid, SERVERS_NICENESS);
    return server;
  }

  /** A phone of this place, not connected yet. */
  newPhone(place: number): PeerPhone {
    const at = this.#opened.places[place];
    if (!at) throw new RangeError(`there is no place ${place}`);
    const { item } = this.#opened.dish;
    const port = this.#ports[this.#layout.nodeOf(place)] ?? 0;
    return this.#arm.phone({ port, place: at, item, witness: this.#meter });
  }

  /** Connects phones, some at a time, in the order of `places`; a number: the first so many. */
  async connect(places: number | readonly number[] = this.#opened.places.length): Promise<void> {
    const wanted =
      typeof places === "number"
        ? Array.from({ length: places - this.phones.length }, (_, i) => this.phones.length + i)
        : places;
    for (let i = 0; i < wanted.length; i += CONNECTED_AT_ONCE) {
      const batch = wanted.slice(i, i + CONNECTED_AT_ONCE).map((place) => this.newPhone(place));
      await Promise.all(batch.map((phone) => phone.connect()));
      for (const phone of batch) phone.showPresence();
      this.phones.push(...batch);
    }
  }

  /** The first `count` phones take part from now on: they put their first dishes in the cart. */
  async open(count = this.phones.length): Promise<void> {
    const steps = this.#trace.admit(count);
    const opening = steps.values();
    const takeNext = () => {
      const { value } = opening.next();
      if (value) this.#take(value, performance.now());
    };
    await openLoop(
      steps.length / OPENING_PER_SECOND,
      () => 1000 / OPENING_PER_SECOND,
      takeNext,
      [],
    );
    for (const step of opening) this.#take(step, performance.now());
    await sleep(REST_MS);
  }

  /** Load that is not measured. */
  async warmUp(seconds: number): Promise<void> {
    await this.drive(WARM_UP_PER_SECOND, seconds);
  }

  /** So many edits of the trace per second, and the presence between them; resolves when everybody has seen everything, or time is up. */
  async drive(editsPerSecond: number, seconds: number): Promise<Stretch> {
    this.#meter.reset();
    collectGarbage();
    const late: number[] = [];
    let edits = 0;
    let expected = 0;
    const cpuBefore = await this.#cpuSeconds();
    const generatorBefore = process.cpuUsage();
    const start = performance.now();
    await openLoop(
      seconds,
      () => this.#trace.gap(1000 / editsPerSecond),
      (due) => {
        const step = this.#trace.next();
        this.#take(step, due);
        if (step.kind === "presence") return;
        edits += 1;
        expected += this.#others[step.phone] ?? 0;
      },
      late,
    );
    const wallMs = performance.now() - start;
    const generator = process.cpuUsage(generatorBefore);
    const deadline = performance.now() + SETTLE_MS;
    while (this.#meter.sightings < expected && performance.now() < deadline) await sleep(20);
    await sleep(REST_MS);
    const cpu = await this.#cpuSeconds();
    const lost = this.phones.find((phone) => phone.closed !== null);
    if (lost) throw new Error(`${this.#arm.name}: a phone lost its connection: ${lost.closed}`);
    return {
      ...this.#meter.latencies(),
      edits,
      seenShare: this.#meter.sightings / expected,
      serverCpuPerEditUs: ((cpu.server - cpuBefore.server) * 1e6) / edits,
      postgresCpuPerEditUs: ((cpu.postgres - cpuBefore.postgres) * 1e6) / edits,
      generator: {
        lateP99Ms: percentiles(late).p99,
        cpuShare: (generator.user + generator.system) / 1000 / wallMs,
      },
    };
  }

  #take(step: Step, due: number): void {
    const phone = this.phones[step.phone];
    if (!phone) throw new Error(`phone ${step.phone} is not connected`);
    const at = performance.now();
    if (step.kind === "presence") phone.showPresence();
    else {
      const edit = step.kind === "add" ? phone.add() : phone.tap(step.line, step.by);
      this.#meter.sent(edit, due, at);
    }
  }

  async #cpuSeconds(): Promise<{ server: number; postgres: number }> {
    let server = 0;
    for (const process of this.#servers) server += await process.cpuSeconds();
    return { server, postgres: await postgresCpuSeconds(this.#bench) };
  }

  /** Everybody leaves, and the servers end; a polite farewell would take most of a run's time. */
  async end(): Promise<void> {
    for (const phone of this.phones) phone.close();
    await Promise.all(this.#servers.map((server) => server.kill()));
  }
}
