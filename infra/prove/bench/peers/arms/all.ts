import type { Arm } from "../arm.ts";
import { hocuspocus } from "./hocuspocus.ts";
import { rawRelay } from "./raw-relay.ts";
import { socketIo } from "./socket-io.ts";
import { tureen } from "./tureen.ts";
import { yWebsocket } from "./y-websocket.ts";

/** Everything that is compared, ours first. */
export const ARMS: readonly Arm[] = [tureen, hocuspocus, yWebsocket, socketIo, rawRelay];
