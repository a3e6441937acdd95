import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { type Bitmap, blank, place, stacked } from "../kitchen/printing/bitmap.ts";

/** One slip as it came out: what was printed between two cuts. */
export interface PrintedSlip {
  /** Text lines, trimmed; a picture is "[picture]". */
  readonly lines: readonly string[];
  readonly parts: readonly PrintedPart[];
  /** Whether it was cut off: one that was not is lost in the next. */
  readonly cut: boolean;
}

export type PrintedPart =
  | { readonly kind: "picture"; readonly picture: Bitmap }
  | {
      readonly kind: "line";
      readonly text: string;
      readonly times: number;
      readonly inverse: boolean;
    };

/** Orders that are carried out at once, and how long they are: how it does, and to forget everything. */
const ORDERS = new Map([
  [0x04, 3],
  [0x14, 10],
]);
const [LF, DLE, ESC, GS] = [0x0a, 0x10, 0x1b, 0x1d];

/**
 * A printer that speaks ESC/POS over TCP like a real one: it answers questions about its state at once,
 * prints what it is sent in its turn, and stops while it has no paper or stands open. What it has received
 * stays in its memory meanwhile, also when the connection is gone.
 */
export class VirtualPrinter {
  readonly slips: PrintedSlip[] = [];
  /** Connections that were ever made. */
  connections = 0;
  /** Bytes that it has received which were no questions. */
  received = 0;
  #server: Server | undefined;
  #port = 0;
  readonly #sockets = new Set<Socket>();
  #pending: Buffer = Buffer.alloc(0);
  #asker: Socket | undefined;
  #parts: PrintedPart[] = [];
  #line = "";
  #times = 1;
  #inverse = false;
  /** Whether a letter of the line is white on black. */
  #isInverted = false;
  #paper = true;
  #open = false;
  #silent = false;
  #deaf = false;
  #hangUpAfter = Number.POSITIVE_INFINITY;
  #paperFor = Number.POSITIVE_INFINITY;

  get port(): number {
    return this.#port;
  }

  /** The lines of every slip. */
  get printed(): readonly (readonly string[])[] {
    return this.slips.map(({ lines }) => lines);
  }

  /** Begins to listen, on the port that it had before. */
  async turnOn(): Promise<this> {
    const server = createServer((socket) => this.#take(socket));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  /** Nobody is there any more; what it had in its memory is lost. */
  async turnOff(): Promise<void> {
    this.#pending = Buffer.alloc(0);
    this.#parts = [];
    this.#line = "";
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    await new Promise((resolve) => server?.close(resolve));
  }

  /** Has no paper, from now on or after so many lines. */
  losePaper(afterParts = 0): void {
    if (afterParts === 0) this.#paper = false;
    else this.#paperFor = afterParts;
  }

  loadPaper(): void {
    this.#paper = true;
    this.#paperFor = Number.POSITIVE_INFINITY;
    this.#print();
  }

  openCover(): void {
    this.#open = true;
  }

  closeCover(): void {
    this.#open = false;
    this.#print();
  }

  /** Prints, and says nothing to anything any more. */
  hang(silent = true): void {
    this.#silent = silent;
  }

  /** Prints, but never says that it has; answers questions about its state. */
  keepQuietWhenDone(deaf = true): void {
    this.#deaf = deaf;
  }

  /** Hangs up once it has so many bytes of a slip, one time; the rest is lost. */
  hangUpAfter(bytes: number): void {
    this.#hangUpAfter = this.received + bytes;
  }

  #take(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    let question: number[] = [];
    socket.on("data", (bytes) => {
      const rest: number[] = [];
      for (const byte of bytes) {
        // Questions are looked for in everything, as real printers do.
        question.push(byte);
        const [first, second] = question;
        const isOrder = first === DLE && (second === undefined || ORDERS.has(second));
        if (!isOrder) rest.push(...question.splice(0));
        else if (second !== undefined && question.length === ORDERS.get(second)) {
          if (second === 0x04) this.#answer(socket, question[2] ?? 0);
          else {
            rest.length = 0;
            this.#forget(socket);
          }
          question = [];
        }
      }
      const room = this.#hangUpAfter - this.received;
      const taken = rest.slice(0, room);
      this.received += taken.length;
      this.#pending = Buffer.concat([this.#pending, Buffer.from(taken)]);
      this.#asker = socket;
      if (rest.length >= room) {
        this.#hangUpAfter = Number.POSITIVE_INFINITY;
        socket.destroy();
      }
      this.#print();
    });
  }

  #forget(socket: Socket): void {
    this.#pending = Buffer.alloc(0);
    this.#parts = [];
    this.#reset();
    if (!this.#silent) socket.write(Uint8Array.of(0x37, 0x25, 0));
  }

  #answer(socket: Socket, what: number): void {
    if (this.#silent) return;
    const offline = (this.#open ? 0x04 : 0) | (this.#paper ? 0 : 0x20);
    const state = what === 2 ? offline : what === 4 ? (this.#paper ? 0 : 0x60) : 0;
    socket.write(Uint8Array.of(0x12 | state));
  }

  /** Works through its memory as far as it can. */
  #print(): void {
    while (this.#paper && !this.#open && this.#pending.length > 0) {
      const used = this.#next(this.#pending);
      if (used === 0) return;
      this.#pending = this.#pending.subarray(used);
    }
  }

  /** Carries out what the first bytes say; returns how many these were, 0 when there are too few. */
  #next(bytes: Buffer): number {
    const [first, second = -1, third = -1] = bytes;
    if (first === ESC) {
      if (second === 0x40) return this.#reset();
      if (second === 0x52) return bytes.length < 3 ? 0 : 3;
      if (second === 0x64) return bytes.length < 3 ? 0 : 3;
    } else if (first === GS) {
      if (second === 0x21 && third >= 0) {
        this.#times = (third & 7) + 1;
        return 3;
      }
      if (second === 0x42 && third >= 0) {
        this.#inverse = third === 1;
        return 3;
      }
      if (second === 0x72 && third >= 0) {
        if (!this.#silent && !this.#deaf) this.#asker?.write(Uint8Array.of(0));
        return 3;
      }
      if (second === 0x56) return bytes.length < 4 ? 0 : this.#cut();
      if (second === 0x76) return this.#picture(bytes);
    } else if (first === LF) {
      const inverse = this.#isInverted;
      this.#add({ kind: "line", text: this.#line, times: this.#times, inverse });
      this.#line = "";
      this.#isInverted = false;
      return 1;
    } else if (first !== undefined && first >= 0x20 && first < 0x7f) {
      this.#line += String.fromCharCode(first);
      this.#isInverted ||= this.#inverse;
      return 1;
    }
    if (bytes.length < 3) return 0;
    throw new Error(`a printer would not understand ${bytes.subarray(0, 4).toString("hex")}`);
  }

  #reset(): number {
    this.#line = "";
    this.#times = 1;
    this.#inverse = false;
    return 2;
  }

  #picture(bytes: Buffer): number {
    if (bytes.length < 8) return 0;
    const columns = bytes.readUInt16LE(4);
    const rows = bytes.readUInt16LE(6);
    const size = 8 + columns * rows;
    if (bytes.length < size) return 0;
    const picture = blank(columns * 8, rows);
    for (let at = 0; at < columns * 8 * rows; at += 1) {
      const byte = bytes[8 + (at >> 3)] ?? 0;
      picture.dots[at] = (byte >> (7 - (at & 7))) & 1;
    }
    this.#add({ kind: "picture", picture });
    return size;
  }

  #add(part: PrintedPart): void {
    this.#parts.push(part);
    this.#paperFor -= 1;
    if (this.#paperFor <= 0) this.#paper = false;
  }

  #cut(): number {
    const parts = this.#parts;
    const lines = parts.map((part) => (part.kind === "line" ? part.text.trim() : "[picture]"));
    this.slips.push({ lines, parts, cut: true });
    this.#parts = [];
    return 4;
  }
}

/** The pictures of a slip under each other, as one. */
export function picturesOf(slip: PrintedSlip): Bitmap {
  const pictures = slip.parts.flatMap((part) => (part.kind === "picture" ? [part.picture] : []));
  return stacked(pictures[0]?.width ?? 0, pictures);
}

/** Whether a picture is found somewhere in another, dot for dot. */
export function isIn(part: Bitmap, whole: Bitmap): boolean {
  for (let top = 0; top + part.height <= whole.height; top += 1) {
    const cut = blank(part.width, part.height);
    const { width } = whole;
    for (let y = 0; y < part.height; y += 1) {
      const from = (top + y) * width;
      place(cut, { width, height: 1, dots: whole.dots.subarray(from, from + width) }, 0, y);
    }
    if (Buffer.compare(cut.dots, part.dots) === 0) return true;
  }
  return false;
}
