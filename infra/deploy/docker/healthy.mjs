// A container's health check: exit 0 when the address in the first argument answers well in time.
const TIMEOUT_MS = 4_000;
try {
  const response = await fetch(process.argv[2], { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answers ${response.status}`);
} catch (error) {
  console.error(`${process.argv[2]}: ${error.message}`);
  process.exitCode = 1;
}
