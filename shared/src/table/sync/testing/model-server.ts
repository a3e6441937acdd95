/**
 * A server of one session as clients see it, without a network, a clock or a database: it guards, logs,
 * passes on and acknowledges as the real one does, frame by frame, when a test lets it. For the sync
 * client's model-based test alone; everything else talks to the real one.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { ErrorCode } from "../../../platform/errors.ts";
import { PROTOCOL_VERSION } from "../../../platform/protocol/version.ts";
import { inspectUpdate } from "../../document/guard.ts";
import { editAsServer } from "../../document/session-document.ts";
import type { Socket, SocketListener } from "../sync-client.ts";

/** What goes wrong with the next edit. */
export type Mishap = "lost-before-log" | "lost-after-log" | ErrorCode;

interface Line {
  /** Which client's it is. */
  readonly client: number;
  readonly diner: string;
  readonly listener: SocketListener;
  /** Frames on their way, each way. */
  readonly up: Uint8Array[];
  readonly down: (Uint8Array | { readonly closed: string })[];
  /** What came before it was granted, until it is. */
  early: Uint8Array[] | null;
  open: boolean;
}

export class ModelServer {
  /** What is durable. */
  readonly doc = new Y.Doc();
  readonly session: string;
  /** Says no version when it is the first. */
  version = PROTOCOL_VERSION;
  /** Roots that this server does not know. */
  unknownRoots: ReadonlySet<string> = new Set();
  /** Lines with this note are refused, as dishes that are not on the menu. */
  readonly refusedNote = "off the menu";
  mishaps: Mishap[] = [];
  /** Why no token does, as long as there is a reason. */
  denies: ErrorCode | undefined;
  readonly #lines = new Set<Line>();

  constructor(session: string) {
    this.session = session;
    editAsServer(this.doc, (edits) => edits.facts({ status: "active", table: "1" }));
  }

  /** Sockets that a client has open, or believes so. */
  socketsOf(client: number): number {
    return [...this.#lines].filter((line) => line.client === client && line.open).length;
  }

  /** A diner's client opens a socket. */
  connect(client: number, diner: string, listener: SocketListener): Socket {
    const line: Line = { client, diner, listener, up: [], down: [], early: [], open: true };
    this.#lines.add(line);
    queueMicrotask(() => line.open && listener.opened());
    return {
      send: (frame) => line.up.push(frame),
      close: () => {
        line.open = false;
      },
    };
  }

  /** Whether anything is on its way. */
  get isBusy(): boolean {
    return [...this.#lines].some(
      (line) => line.up.length > 0 || (line.open && line.down.length > 0),
    );
  }

  /** Lets so many frames arrive, on this side and on the clients'. */
  deliver(frames: number): void {
    for (let n = 0; n < frames && this.isBusy; n += 1) {
      for (const line of this.#lines) {
        const up = line.up.shift();
        if (up) this.#receive(line, up);
        const down = line.down.shift();
        if (!down || !line.open) continue;
        if (down instanceof Uint8Array) line.listener.received(down);
        else {
          line.open = false;
          line.listener.lost(down.closed);
        }
      }
    }
    for (const line of this.#lines)
      if (!line.open && line.up.length === 0) this.#lines.delete(line);
  }

  /** The network drops a client's connections with all that is on its way, or all clients'. */
  cut(client?: number): void {
    for (const line of this.#lines) {
      if (client !== undefined && line.client !== client) continue;
      this.#lines.delete(line);
      line.early = [];
      if (!line.open) continue;
      line.open = false;
      line.listener.lost("");
    }
  }

  /** The server writes, as it does when somebody sits down. */
  write(edit: Parameters<typeof editAsServer>[1]): void {
    const update = editAsServer(this.doc, edit);
    if (update) this.#tell(undefined, update);
  }

  #receive(line: Line, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === 2) this.#signIn(line);
    else if (line.early) line.early.push(frame);
    else if (type === 0) {
      const step = decoding.readVarUint(decoder);
      const content = decoding.readVarUint8Array(decoder);
      if (step === 0) this.#answer(line, content);
      else this.#edit(line, content);
    }
  }

  #signIn(line: Line): void {
    if (this.denies) {
      this.#say(line, 2, (encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarString(encoder, this.denies ?? "");
      });
      line.down.push({ closed: this.denies });
      return;
    }
    this.#say(line, 2, (encoder) => {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarString(encoder, "read-write");
    });
    if (this.version > 1) this.#notice(line, { kind: "welcome", protocol: this.version, now: 0 });
    const early = line.early ?? [];
    line.early = null;
    for (const frame of early) this.#receive(line, frame);
  }

  #answer(line: Line, vector: Uint8Array): void {
    this.#sync(line, 1, Y.encodeStateAsUpdate(this.doc, vector));
    this.#sync(line, 0, Y.encodeStateVector(this.doc));
  }

  #edit(line: Line, update: Uint8Array): void {
    const inspection = inspectUpdate(this.doc, update, line.diner);
    if (!inspection.ok) {
      this.#refuse(line, inspection.code);
      return;
    }
    const sets = Y.decodeUpdate(update).structs.map((struct) => (struct as Y.Item).parent);
    if (sets.some((root) => this.unknownRoots.has(root as unknown as string))) {
      this.#refuse(line, "root-unknown");
      return;
    }
    if (inspection.lines.some(({ line: { note } }) => note === this.refusedNote)) {
      this.#refuse(line, "item-refused");
      return;
    }
    const mishap = inspection.news ? this.mishaps.shift() : undefined;
    if (mishap === "lost-before-log") this.cut(line.client);
    else if (mishap === "lost-after-log") {
      Y.applyUpdate(this.doc, update);
      this.#tell(line, update);
      this.cut(line.client);
    } else if (mishap) this.#refuse(line, mishap);
    else {
      Y.applyUpdate(this.doc, update);
      this.#tell(line, update);
      this.#say(line, 8, (encoder) => encoding.writeVarUint(encoder, 1));
    }
  }

  #refuse(line: Line, code: ErrorCode): void {
    line.early = [];
    const protocol = this.version > 1 ? { protocol: this.version } : {};
    this.#notice(line, { kind: "refused", code, ...protocol });
    this.#say(line, 7, (encoder) => encoding.writeVarString(encoder, code));
    line.down.push({ closed: code });
  }

  #tell(author: Line | undefined, update: Uint8Array): void {
    for (const line of this.#lines) {
      if (line !== author && !line.early) this.#sync(line, 2, update);
    }
  }

  #sync(line: Line, step: number, content: Uint8Array): void {
    this.#say(line, 0, (encoder) => {
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, content);
    });
  }

  #notice(line: Line, notice: object): void {
    this.#say(line, 5, (encoder) => encoding.writeVarString(encoder, JSON.stringify(notice)));
  }

  #say(line: Line, type: number, write: (encoder: encoding.Encoder) => void): void {
    line.down.push(
      encoding.encode((encoder) => {
        encoding.writeVarString(encoder, this.session);
        encoding.writeVarUint(encoder, type);
        write(encoder);
      }),
    );
  }
}
