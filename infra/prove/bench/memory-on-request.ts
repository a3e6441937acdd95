/** Loaded in front of a server under measurement: answers its parent what memory is in use. */
import { setTimeout as sleep } from "node:timers/promises";

/** What one collection finalises can be collected by the next, some of it in a later turn. */
const COLLECTIONS = 4;
const BETWEEN_MS = 50;

process.on("message", async (message) => {
  if (message !== "settled-memory") return;
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc?.();
    await sleep(BETWEEN_MS);
  }
  process.send?.({ settledMemory: process.memoryUsage() });
});
// Listening alone must not keep the server alive.
process.channel?.unref();
