import { connect, type Socket } from "node:net";
import type { PrinterTrouble } from "@tureen/shared/kitchen/printers";
import { ASK_WHEN_DONE } from "./escpos.ts";

/** Why a printer did not print. */
export class PrinterError extends Error {
  override readonly name = "PrinterError";
  readonly trouble: PrinterTrouble;

  constructor(trouble: PrinterTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

export interface LinkTimes {
  /** For a connection to stand, ms. */
  readonly connectMs: number;
  /** For an answer about the printer's state, which it gives at once. */
  readonly statusMs: number;
  /** For a slip to be on paper while all is well. */
  readonly printMs: number;
  /** Between two questions how it does while it prints. */
  readonly askMs: number;
}

export const LINK_TIMES: LinkTimes = {
  ...{ connectMs: 3_000, statusMs: 2_000, printMs: 20_000, askMs: 1_000 },
};

/** One connection to a printer that speaks ESC/POS, for one slip. */
export interface EscPosLink {
  /** Resolves when it can print; rejects with a PrinterError that says why it cannot. */
  check(): Promise<void>;
  /**
   * Sends a slip; resolves when the printer has said that it has printed it. Whether a slip is on paper
   * is not known when this rejects. After a break the printer first forgets what it has in its memory: it
   * may be half an order, which would swallow the beginning of this slip.
   */
  print(slip: Uint8Array, options?: { readonly afterBreak?: boolean }): Promise<void>;
  close(): void;
}

/** DLE DC4 8, with the numbers that keep it from being meant by chance. */
const FORGET = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];
const DLE_EOT = [0x10, 0x04];
/** Begins what a printer says of orders such as FORGET. */
const BLOCK = 0x37;
/** Asked in this order: why it is off line, and whether there is paper. */
const OFFLINE_CAUSE = 2;
const PAPER_SENSOR = 4;

/** Rejects with a PrinterError when nothing answers there. */
export async function openEscPos(
  at: { readonly host: string; readonly port: number },
  times: LinkTimes = LINK_TIMES,
): Promise<EscPosLink> {
  const socket = connect({ ...at, noDelay: true });
  const answers = new Answers(socket);
  try {
    await answers.wait(times.connectMs, () => answers.isOpen);
  } catch (error) {
    socket.destroy();
    throw error;
  }

  const ask = () =>
    socket.write(Uint8Array.of(...DLE_EOT, OFFLINE_CAUSE, ...DLE_EOT, PAPER_SENSOR));
  /** Throws when the answers that came since say that something is wrong. */
  const judge = (since: number) => {
    const [cause = 0, paper = 0] = answers.states.slice(since);
    const trouble = troubleOf(cause, paper);
    if (trouble) throw new PrinterError(trouble, `the printer says ${trouble}`);
  };

  return {
    async check() {
      const before = answers.states.length;
      ask();
      await answers.wait(times.statusMs, () => answers.states.length >= before + 2);
      judge(before);
    },
    async print(slip, { afterBreak = false } = {}) {
      const isDone = () => answers.done > 0;
      if (afterBreak) socket.write(Uint8Array.from(FORGET));
      socket.write(slip);
      socket.write(ASK_WHEN_DONE);
      for (let left = times.printMs; left > 0; left -= times.askMs) {
        const before = answers.states.length;
        if (await answers.soon(Math.min(times.askMs, left), isDone)) return;
        // It may have run out of paper meanwhile; then there is no use in waiting.
        const told = answers.states.length - before;
        if (told >= 2) judge(answers.states.length - 2);
        ask();
      }
      throw new PrinterError("no-answer", `not printed in ${times.printMs} ms`);
    },
    close: () => socket.destroy(),
  };
}

/** What the two answers say, as Epson has their bits. */
function troubleOf(cause: number, paper: number): PrinterTrouble | undefined {
  if (cause & 0x04) return "cover-open";
  if (cause & 0x20 || (paper & 0x60) === 0x60) return "paper-out";
  return cause & 0x40 ? "fault" : undefined;
}

/** What a printer says, sorted: bytes have their kind in them, and come at any time. */
class Answers {
  isOpen = false;
  /** Answers to DLE EOT, in their order. */
  readonly states: number[] = [];
  /** How many answers have come to questions that wait for their turn. */
  done = 0;
  #end: PrinterError | undefined;
  /** Bytes to come of what it says by itself. */
  #skip = 0;
  /** Within an answer that begins with a letter and ends with a zero. */
  #inBlock = false;
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket) {
    socket.on("connect", () => {
      this.isOpen = true;
      this.#changed();
    });
    socket.on("data", (bytes) => {
      for (const byte of bytes) this.#take(byte);
      this.#changed();
    });
    const end = (error?: Error) => {
      this.#end ??= new PrinterError("no-answer", error?.message ?? "the printer hung up");
      this.#changed();
    };
    socket.on("error", end);
    socket.on("close", () => end());
  }

  /** Resolves as soon as this is so; rejects when it is not in time, or the connection is gone. */
  async wait(ms: number, isSo: () => boolean): Promise<void> {
    if (!(await this.soon(ms, isSo))) throw new PrinterError("no-answer", `no answer in ${ms} ms`);
  }

  /** Whether this is so within that time; rejects when the connection is gone. */
  soon(ms: number, isSo: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        how();
      };
      const timer = setTimeout(() => settle(() => resolve(false)), ms);
      const look = () => {
        if (isSo()) settle(() => resolve(true));
        else if (this.#end) settle(() => reject(this.#end));
      };
      this.#waiting.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  #take(byte: number): void {
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    if (this.#inBlock || byte === BLOCK) {
      this.#inBlock = byte !== 0;
      return;
    }
    // 0xx1xx10 answers DLE EOT and 0xx0xxxx GS r; 0xx1xx00 begins four bytes that it says by itself.
    if ((byte & 0x93) === 0x12) this.states.push(byte);
    else if ((byte & 0x93) === 0x10) this.#skip = 3;
    else if ((byte & 0x90) === 0) this.done += 1;
  }
}
