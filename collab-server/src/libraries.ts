import { requireLibraries, requirePinned } from "@tureen/persistence/platform/libraries";
import packageJson from "../package.json" with { type: "json" };

/**
 * Used past their promises here: Hocuspocus, its Redis extension and ws (table/hocuspocus/adapter.ts), how the
 * extension writes messages (extension-message.ts), the maps of Yjs.
 */
const OWN = [
  "@hocuspocus/extension-redis",
  "@hocuspocus/server",
  "ws",
  "y-protocols",
  "yjs",
] as const;

/** Throws a ConfigError when a library whose internals a server uses is another than the one pinned. */
export function requireServerLibraries(): void {
  requireLibraries();
  requirePinned(import.meta.url, packageJson.dependencies, OWN);
}
