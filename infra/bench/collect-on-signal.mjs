// Loaded into a process under measurement (--expose-gc): what is garbage is told from what is held.
process.on("SIGUSR2", () => globalThis.gc());
