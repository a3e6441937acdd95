import { ExtensionFanOut } from "./extension-fan-out.ts";
import type { FanOut, FanOutKind, FanOutOptions } from "./fan-out.ts";
import { RedisFanOut } from "./redis-fan-out.ts";

/** Connects this node to the others that use the same Redis and the same kind of fan-out. */
export function createFanOut(kind: FanOutKind, options: FanOutOptions): FanOut {
  return kind === "extension" ? new ExtensionFanOut(options) : new RedisFanOut(options);
}
