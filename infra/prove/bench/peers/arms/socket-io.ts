import { randomUUID } from "node:crypto";
import { io, type Socket } from "socket.io-client";
import type { Arm, PeerPhone, Place, Witness } from "../arm.ts";
import { startPeerServer } from "../peer-server.ts";
import type { CartEvents } from "../servers/socket-io-events.ts";

/** A cart as it is often written first: one UPDATE for each tap. */
export const socketIo: Arm = {
  name: "naive Socket.IO cart",
  durability: "one Postgres UPDATE with fsync for each tap, before anybody sees it",
  acknowledges: true,
  durable: true,
  serve: (setup) => startPeerServer(new URL("../servers/socket-io.ts", import.meta.url), setup),
  phone: (options) => new SocketIoPhone(options),
};

class SocketIoPhone implements PeerPhone {
  readonly #id = randomUUID();
  readonly #port: number;
  readonly #table: string;
  readonly #item: string;
  readonly #witness: Witness;
  #socket: Socket<CartEvents, CartEvents> | undefined;
  #lines = 0;
  #edits = 0;
  #presences = 0;
  closed: string | null = "never connected";

  constructor({
    port,
    place,
    item,
    witness,
  }: {
    port: number;
    place: Place;
    item: string;
    witness: Witness;
  }) {
    this.#port = port;
    this.#table = place.document;
    this.#item = item;
    this.#witness = witness;
  }

  connect(): Promise<void> {
    this.#socket?.disconnect();
    const socket: Socket<CartEvents, CartEvents> = io(`http://127.0.0.1:${this.#port}`, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      auth: { table: this.#table },
    });
    this.#socket = socket;
    this.closed = null;
    socket.on("changed", ({ edit }) => this.#witness.seen(edit, performance.now()));
    socket.on("disconnect", (reason) => {
      this.closed ??= reason;
    });
    return new Promise((resolve, reject) => {
      socket.on("cart", () => resolve());
      socket.on("connect_error", reject);
      socket.on("disconnect", (reason) => reject(new Error(reason)));
    });
  }

  add(): string {
    const line = this.#lineId(this.#lines);
    this.#lines += 1;
    return this.#edit((socket, edit, saved) =>
      socket.emit("add", { line, item: this.#item, edit }, saved),
    );
  }

  tap(line: number, by: 1 | -1): string {
    return this.#edit((socket, edit, saved) =>
      socket.emit("tap", { line: this.#lineId(line), by, edit }, saved),
    );
  }

  showPresence(): void {
    this.#presences += 1;
    this.#socket?.volatile.emit("presence", `page ${this.#presences}`);
  }

  close(): void {
    this.closed = "by us";
    this.#socket?.disconnect();
  }

  #lineId(line: number): string {
    return `${this.#id}-${line}`;
  }

  #edit(
    send: (socket: Socket<CartEvents, CartEvents>, edit: string, saved: () => void) => void,
  ): string {
    if (!this.#socket) throw new Error("this phone was never connected");
    this.#edits += 1;
    const edit = `${this.#id}:${this.#edits}`;
    send(this.#socket, edit, () => this.#witness.acknowledged(edit, performance.now()));
    return edit;
  }
}
