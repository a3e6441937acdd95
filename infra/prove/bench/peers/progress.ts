/** A part of a run and what it should take, seconds. */
export interface ExpectedPart {
  readonly name: string;
  readonly seconds: number;
}

/** Knows how long a run of several parts will go on, from what its parts should take and did take. */
export class Progress {
  readonly #parts: readonly ExpectedPart[];
  readonly #now: () => number;
  readonly #start: number;
  #partStart: number;
  /** Of the part that runs; -1 before the first. */
  #current = -1;

  /** `now`: ms, from wherever. */
  constructor(parts: readonly ExpectedPart[], now: () => number) {
    this.#parts = parts;
    this.#now = now;
    this.#start = now();
    this.#partStart = this.#start;
  }

  /** The next part begins. */
  next(): void {
    this.#current += 1;
    this.#partStart = this.#now();
  }

  elapsedSeconds(): number {
    return (this.#now() - this.#start) / 1000;
  }

  /** What is left, at the pace of the parts that have ended. */
  leftSeconds(): number {
    const over = sum(this.#parts.slice(0, Math.max(0, this.#current)));
    const pace = over > 0 ? (this.#partStart - this.#start) / 1000 / over : 1;
    const running = this.#parts[this.#current]?.seconds ?? 0;
    const later = sum(this.#parts.slice(this.#current + 1));
    const inPart = (this.#now() - this.#partStart) / 1000;
    return Math.max(0, running * pace - inPart) + later * pace;
  }

  /** Time so far and time left, in front of a line. */
  get stamp(): string {
    const elapsed = Math.floor(this.elapsedSeconds());
    const clock = `${Math.floor(elapsed / 60)}:${String(elapsed % 60).padStart(2, "0")}`;
    return `${clock}, about ${Math.ceil(this.leftSeconds() / 60)} min left`;
  }
}

function sum(parts: readonly ExpectedPart[]): number {
  return parts.reduce((total, { seconds }) => total + seconds, 0);
}
