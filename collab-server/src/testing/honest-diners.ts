import { portionKey } from "@tureen/shared/table/document/keys";
import type { LiveNode } from "./live-node.ts";
import { connectPhone, type LivePhone } from "./live-phone.ts";
import type { LiveTable } from "./live-table.ts";
import { until } from "./until.ts";

/** An honest edit has to be saved and seen within this time, whatever somebody else does, ms. */
const PATIENCE_MS = 20_000;
/** Between two taps: hurried thumbs, below what the server takes of one diner. */
const PAUSE_MS = 40;

/**
 * Two honest diners who go on ordering while somebody else misbehaves: each taps, waits until the
 * tap is saved and until the other one sees it, and taps again.
 */
export class HonestDiners {
  readonly #table: LiveTable;
  readonly #phones: readonly LivePhone[];
  readonly #lines: readonly string[];
  readonly #taps: number[];
  #running = true;
  #work: Promise<void>;

  private constructor(table: LiveTable, phones: readonly LivePhone[], lines: readonly string[]) {
    this.#table = table;
    this.#phones = phones;
    this.#lines = lines;
    this.#taps = phones.map(() => 1);
    this.#work = this.#goOn();
    // Looked at in `finish`; a failure until then must not count as nobody's.
    this.#work.catch(() => {});
  }

  /** Seats two phones, lets each put a dish in the cart, and starts their tapping. */
  static async start(
    node: Pick<LiveNode, "url">,
    table: LiveTable,
    diners: readonly string[] = ["d2", "d3"],
  ): Promise<HonestDiners> {
    const phones = await Promise.all(diners.map((diner) => connectPhone(node, table, diner)));
    const lines: string[] = [];
    for (const phone of phones) lines.push(await phone.add(table));
    return new HonestDiners(table, phones, lines);
  }

  /** How many taps were saved and seen so far. */
  get rounds(): number {
    return this.#taps.reduce((sum, taps) => sum + taps, 0) - this.#phones.length;
  }

  /**
   * Stops after more taps that everybody saw. Throws when any took too long, was not in the log, or
   * when an honest phone was ever disconnected.
   */
  async finish({ moreRounds = 1 } = {}): Promise<void> {
    const enough = this.rounds + moreRounds * this.#phones.length;
    await Promise.race([
      this.#work,
      until(`${enough} honest taps`, () => this.rounds >= enough, 3 * PATIENCE_MS),
    ]);
    this.#running = false;
    await this.#work;
    const closes = this.#phones.flatMap((phone) => phone.closes);
    if (closes.length > 0) throw new Error(`honest phones were closed: ${closes.join(", ")}`);
    const { view } = await this.#table.logged();
    this.#phones.forEach((phone, i) => {
      const key = this.#keyOf(i);
      if (view.portions[key] !== quantityAfter(this.#taps[i] ?? 0)) {
        throw new Error(`${phone.diner}'s taps are not all in the log`);
      }
    });
  }

  destroy(): void {
    this.#running = false;
    for (const phone of this.#phones) phone.destroy();
  }

  async #goOn(): Promise<void> {
    while (this.#running) {
      for (const [i, phone] of this.#phones.entries()) {
        const next = (this.#taps[i] ?? 0) + 1;
        const quantity = quantityAfter(next);
        phone.edits.tap(this.#lines[i] ?? "", quantity - quantityAfter(next - 1));
        const key = this.#keyOf(i);
        const seen = (other: LivePhone) => other.doc.getMap("portions").get(key) === quantity;
        await until(
          `${phone.diner}'s tap ${next} is saved and seen`,
          () => phone.saved && this.#phones.every(seen),
          PATIENCE_MS,
        );
        this.#taps[i] = next;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  #keyOf(i: number): string {
    const phone = this.#phones[i] as LivePhone;
    return portionKey(this.#lines[i] ?? "", phone.diner, phone.doc.clientID);
  }
}

/** Up to 50 and down again, so that a session's taps stay within what one may have of a dish. */
function quantityAfter(taps: number): number {
  const step = taps % 98;
  return step < 50 ? step : 98 - step;
}
