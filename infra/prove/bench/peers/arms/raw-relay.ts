import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import type { Arm, PeerPhone, Place, Witness } from "../arm.ts";
import { startPeerServer } from "../peer-server.ts";

/** As long as the message of a tap in the arms with documents. */
const MESSAGE_BYTES = 110;

/** The floor: frames go from one phone to the others of its table, unread. */
export const rawRelay: Arm = {
  name: "raw ws relay",
  durability: "none: there is no document, and nothing is acknowledged",
  acknowledges: false,
  durable: false,
  serve: (setup) => startPeerServer(new URL("../servers/raw-relay.ts", import.meta.url), setup),
  phone: ({ port, place, witness }) => new RelayPhone(port, place, witness),
};

/** The floor of durable first: the same, but each frame is inserted into Postgres before it is passed on. */
export const loggedRelay: Arm = {
  ...rawRelay,
  name: "relay, each frame inserted first",
  durability: "one Postgres INSERT with fsync for each frame, before anybody sees it",
  durable: true,
  serve: (setup) => startPeerServer(new URL("../servers/logged-relay.ts", import.meta.url), setup),
};

class RelayPhone implements PeerPhone {
  readonly #id = randomUUID();
  readonly #url: string;
  readonly #witness: Witness;
  #socket: WebSocket | undefined;
  #edits = 0;
  closed: string | null = "never connected";

  constructor(port: number, place: Place, witness: Witness) {
    this.#url = `ws://127.0.0.1:${port}/${place.document}`;
    this.#witness = witness;
  }

  connect(): Promise<void> {
    const socket = new WebSocket(this.#url, { perMessageDeflate: false });
    this.#socket = socket;
    this.closed = null;
    socket.on("message", (data: Buffer) => {
      this.#witness.seen(data.toString("latin1").trimEnd(), performance.now());
    });
    return new Promise((resolve, reject) => {
      socket.on("open", () => resolve());
      socket.on("error", reject);
      socket.on("close", (code) => {
        this.closed ??= String(code);
        reject(new Error(`closed: ${code}`));
      });
    });
  }

  add(): string {
    this.#edits += 1;
    const edit = `${this.#id}:${this.#edits}`;
    this.#send(edit);
    return edit;
  }

  tap(): string {
    return this.add();
  }

  showPresence(): void {
    this.#send("presence");
  }

  close(): void {
    this.closed = "by us";
    this.#socket?.terminate();
  }

  #send(text: string): void {
    this.#socket?.send(Buffer.from(text.padEnd(MESSAGE_BYTES), "latin1"));
  }
}
