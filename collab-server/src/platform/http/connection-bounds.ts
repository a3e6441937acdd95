import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How many connections a server holds at once; upgraded ones included. */
export interface ConnectionBounds {
  readonly total: number;
  /** From one address; what is trusted as a proxy speaks for many and is not counted so. */
  readonly perAddress: number;
  readonly trusts: (address: string) => boolean;
}

/**
 * Turns the newest connections away when there are too many: they have waited for nothing yet.
 * They are closed without a word, since even a word would cost what is scarce.
 */
export function boundConnections(server: Server, bounds: ConnectionBounds): void {
  const byAddress = new Map<string, number>();
  let open = 0;
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "unknown";
    const counted = bounds.trusts(address) ? undefined : address;
    const fromHere = counted === undefined ? 0 : (byAddress.get(counted) ?? 0);
    if (open >= bounds.total || fromHere >= bounds.perAddress) {
      socket.destroy();
      return;
    }
    open += 1;
    if (counted !== undefined) byAddress.set(counted, fromHere + 1);
    socket.once("close", () => {
      open -= 1;
      if (counted === undefined) return;
      const left = (byAddress.get(counted) ?? 1) - 1;
      if (left > 0) byAddress.set(counted, left);
      else byAddress.delete(counted);
    });
  });
}
