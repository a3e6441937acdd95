// Preloaded into the server and the worker (`node --import`): when the process that started them
// is killed without a chance to stop them, they stop as if it had asked.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
