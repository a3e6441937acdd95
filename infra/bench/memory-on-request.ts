/** Loaded in front of a server under measurement: answers its parent what memory is in use. */
process.on("message", (message) => {
  if (message !== "settled-memory") return;
  globalThis.gc?.();
  // What the first collection has finalised can be collected now.
  setImmediate(() => {
    globalThis.gc?.();
    process.send?.({ settledMemory: process.memoryUsage() });
  });
});
// Listening alone must not keep the server alive.
process.channel?.unref();
