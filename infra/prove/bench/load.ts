/** Open-loop load: edits are due at fixed times, and every latency counts from when its edit was due. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Percentiles, percentiles } from "./figures.ts";
import { openLoop } from "./open-loop.ts";
import { Phone, type PhoneOptions } from "./phone.ts";

export interface LoadOptions {
  readonly editsPerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly random: () => number;
}

export interface LoadFigures {
  readonly edits: number;
  readonly propagationMs: Percentiles;
  readonly acknowledgedMs: Percentiles;
  /** CPU time of the server process per edit, microseconds. */
  readonly serverCpuPerEditUs: number;
  /** How late the generator itself was at its worst, ms: when large, the figures are its own. */
  readonly generatorLateMs: Percentiles;
}

/** Connects one phone for each place, some at a time. */
export async function connectPhones(
  places: readonly Omit<PhoneOptions, "seen">[],
  seen: PhoneOptions["seen"],
): Promise<Phone[]> {
  const phones: Phone[] = [];
  for (let i = 0; i < places.length; i += 50) {
    const batch = places.slice(i, i + 50).map((place) => new Phone({ ...place, seen }));
    await Promise.all(batch.map((phone) => phone.ready));
    phones.push(...batch);
  }
  return phones;
}

/** One edit of a phone, whose time counts from when it was due. */
export type Edit = (phone: Phone, due: number) => void;

/** Taps, and now and then a new dish. */
export function tapOrAdd(item: string, random: () => number): Edit {
  return (phone, due) => {
    const line = phone.lines[Math.floor(random() * phone.lines.length)];
    if (line === undefined || (phone.lines.length < 8 && random() < 0.1)) {
      phone.addLine(due, { item, options: [], note: "", for: "table", at: Date.now() }, 1);
    } else tap(phone, due, line);
  };
}

/** Up and down in turn, so that no portion reaches its bound. */
export function tap(phone: Phone, due: number, line: string): void {
  phone.edit(due, (edits) => edits.tap(line, phone.clock % 2 === 0 ? 1 : -1));
}

/** Edits by random phones at random tables. */
export async function driveEdits(
  phones: readonly Phone[],
  sent: Map<string, number>,
  propagation: number[],
  edit: Edit,
  cpuSeconds: () => Promise<number>,
  options: LoadOptions,
): Promise<LoadFigures> {
  const { random } = options;
  const late: number[] = [];
  const run = (seconds: number) =>
    openLoop(
      seconds,
      () => 1000 / options.editsPerSecond,
      (due) => {
        const phone = phones[Math.floor(random() * phones.length)];
        if (!phone) return;
        edit(phone, due);
        sent.set(`${phone.client}:${phone.clock}`, due);
      },
      late,
    );

  await run(options.warmUpSeconds);
  await sleep(500);
  propagation.length = 0;
  late.length = 0;
  for (const phone of phones) phone.acknowledged.length = 0;
  const cpuBefore = await cpuSeconds();
  const edits = await run(options.seconds);
  await sleep(500);
  const cpu = (await cpuSeconds()) - cpuBefore;
  const dead = phones.find((phone) => phone.closed !== null);
  if (dead) throw new Error(`a phone lost its connection: ${dead.closed}`);
  return {
    edits,
    propagationMs: percentiles(propagation),
    acknowledgedMs: percentiles(phones.flatMap((phone) => phone.acknowledged)),
    serverCpuPerEditUs: (cpu * 1e6) / edits,
    generatorLateMs: percentiles(late),
  };
}
