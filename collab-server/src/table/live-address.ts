import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { readGatewayAddress } from "./y-websocket/address.ts";

/** The id is for proxies; which document it is, the phone says when it signs in. */
const LIVE_PATH = new RegExp(`^${COLLAB_PATH}(/[0-9a-f-]{36})?$`);

/** Whether an address, with its query, is one of the live connection: ours, or the y-websocket one. */
export function isLiveAddress(url: string): boolean {
  return LIVE_PATH.test(url.split("?", 1)[0] ?? "") || readGatewayAddress(url) !== null;
}
