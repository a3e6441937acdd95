import { createPlainDevice } from "./plain-device.ts";
import type { FiscalDeviceOf } from "./port.ts";

/** Who signs for a restaurant: the plain device, until a certified one is plugged in here. */
export function createFiscalDeviceOf(): FiscalDeviceOf {
  const plain = createPlainDevice();
  return async () => plain;
}
