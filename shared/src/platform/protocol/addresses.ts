/**
 * Path of the live connection on the server's origin. A session's id may follow (`/collab/<id>`), so
 * that whoever stands before several servers can send one table's phones to one of them.
 */
export const COLLAB_PATH = "/collab";

/**
 * Query parameter of a live connection in which a phone says whose table it is, for whoever chooses the
 * server. Only a hint: servers do not read it, and what a phone may see its token says.
 */
export const RESTAURANT_PARAMETER = "restaurant";

/** Path in front of a session's id where the same documents speak the y-websocket protocol. */
export const YJS_PATH = "/yjs";

/** Query parameter of both in which a client says which version of the protocol it speaks. */
export const PROTOCOL_PARAMETER = "protocol";
