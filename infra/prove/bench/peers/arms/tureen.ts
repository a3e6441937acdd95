import { startServer } from "../../ours.ts";
import type { Arm } from "../arm.ts";
import { YjsPhone } from "./yjs-phone.ts";

/** Ours, with everything on. */
export const tureen: Arm = {
  name: "Tureen",
  durability: "appended to Postgres with fsync before anybody sees it or it is acknowledged",
  acknowledges: true,
  durable: true,
  serve: startServer,
  phone: ({ port, ...options }) => new YjsPhone(`ws://127.0.0.1:${port}/collab`, options),
};
