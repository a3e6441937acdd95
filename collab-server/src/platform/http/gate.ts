import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { refuseRequest } from "./plain-refusal.ts";
import { requestProblem } from "./request-rules.ts";

/** Answers requests that break the rules; tells whether a request may go on. */
export type Gate = (request: IncomingMessage, response: ServerResponse<IncomingMessage>) => boolean;

/** A gate for one server. */
export function createGate(): Gate {
  const refused = new WeakSet<Duplex>();
  return (request, response) => {
    // What comes on the same connection behind a refused request may be part of it. It is not
    // answered: the connection closes with the refusal.
    if (refused.has(request.socket)) return false;
    const problem = requestProblem(request);
    if (problem === null) return true;
    refused.add(request.socket);
    refuseRequest(response, problem);
    return false;
  };
}
