// Preloaded (`node --import`) into what `node --watch` watches in development, and into the processes of
// the chaos run: when the process that started them is killed without a chance to stop them, they stop as
// if it had asked; and whatever keeps them from it, they do not outlive it for long.
const ENDS_MS = 10_000;

process.once("disconnect", () => {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), ENDS_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref();
