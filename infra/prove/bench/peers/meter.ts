import { type Percentiles, percentiles } from "../figures.ts";
import type { Witness } from "./arm.ts";

/** Latencies of what was sent, in ms. */
export interface Latencies {
  /** From when an edit was due until each other phone of its table saw it. */
  readonly propagation: Percentiles;
  /** The same from when it was really sent: without how late the generator was. */
  readonly propagationFromSending: Percentiles;
  readonly acknowledged: Percentiles;
}

/** Takes the time of every edit from when it was due. */
export class Meter implements Witness {
  readonly #sent = new Map<string, { readonly due: number; readonly at: number }>();
  #propagation: number[] = [];
  #fromSending: number[] = [];
  #acknowledged: number[] = [];
  #total = 0;

  /** An edit was sent just now. */
  sent(edit: string, due: number, at: number): void {
    this.#sent.set(edit, { due, at });
  }

  seen(edit: string, at: number): void {
    const sent = this.#sent.get(edit);
    if (!sent) return;
    this.#total += 1;
    this.#propagation.push(at - sent.due);
    this.#fromSending.push(at - sent.at);
  }

  acknowledged(edit: string, at: number): void {
    const sent = this.#sent.get(edit);
    if (sent) this.#acknowledged.push(at - sent.due);
  }

  /** How often an edit was seen since the last reset. */
  get sightings(): number {
    return this.#total;
  }

  /** Forgets everything; what is still on its way no longer counts. */
  reset(): void {
    this.#sent.clear();
    this.#propagation = [];
    this.#fromSending = [];
    this.#acknowledged = [];
    this.#total = 0;
  }

  latencies(): Latencies {
    return {
      propagation: percentiles(this.#propagation),
      propagationFromSending: percentiles(this.#fromSending),
      acknowledged: percentiles(this.#acknowledged),
    };
  }
}
