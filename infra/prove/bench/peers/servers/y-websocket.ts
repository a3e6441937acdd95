/** The peer: the y-websocket server's own connection handling, on the same WebSocket library. */
import { setupWSConnection } from "@y/websocket-server/utils";
import { acceptWebSockets, serveMeasured } from "../../measured-server.ts";

acceptWebSockets(serveMeasured(), (socket, request) => setupWSConnection(socket, request));
