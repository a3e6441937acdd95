/** The floor: what one phone sends goes to the others of its table, unread. */
import { serveRelay } from "./relay.ts";

serveRelay((_frame, passOn) => passOn());
