import type { Page } from "@playwright/test";

/** The live connection of one page, held up on request without the page noticing. */
export interface Gate {
  /** Holds everything that either side says from now on. */
  close(): void;
  /** Delivers what was held, in order, and lets everything through again. */
  open(): Promise<void>;
}

/** How far a gate reaches: both ways, or only what the server says. */
export type GateSide = "both" | "from-server";

/**
 * Puts a gate before the live connection; call it before the page is opened. What a phone has on
 * the way while it is closed arrives when the test says so, not when the network happens to.
 */
export async function gateOf(page: Page, side: GateSide = "both"): Promise<Gate> {
  let closed = false;
  let held: (() => void)[] = [];
  const pass = (deliver: () => void) => {
    if (closed) held.push(deliver);
    else deliver();
  };
  await page.routeWebSocket(/\/collab/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (side === "both") pass(() => server.send(message));
      else server.send(message);
    });
    server.onMessage((message) => pass(() => socket.send(message)));
  });
  return {
    close() {
      closed = true;
    },
    async open() {
      closed = false;
      const waiting = held;
      held = [];
      for (const deliver of waiting) deliver();
    },
  };
}
