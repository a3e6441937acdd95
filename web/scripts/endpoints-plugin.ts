import { BILL_ENDPOINTS } from "@tureen/shared/bill/endpoints";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { ERRORS } from "@tureen/shared/platform/errors";
import type { Endpoint } from "@tureen/shared/platform/http/endpoint";
import { shapeOf } from "@tureen/shared/platform/http/shape-of";
import type { Plugin } from "vite";
import type { WebEndpoint } from "../src/platform/live/web-endpoint.ts";

/** The modules, each with the endpoints of those whom it is for. */
const MODULES: Readonly<Record<string, (endpoint: Endpoint, name: string) => boolean>> = {
  "virtual:guest-endpoints": (endpoint, name) => isForGuests(endpoint) && !isOfBill(name),
  "virtual:bill-endpoints": (endpoint, name) => isForGuests(endpoint) && isOfBill(name),
  "virtual:staff-endpoints": (endpoint) => !isForGuests(endpoint),
};

/** Nobody pays before the menu is there. A seat lists its receipts from the beginning. */
function isOfBill(name: string): boolean {
  return Object.hasOwn(BILL_ENDPOINTS, name) && name !== "listReceipts";
}

function isForGuests({ auth }: Endpoint): boolean {
  return auth === "none" || auth === "diner";
}

/** Pictures are not called for: pages name their addresses. */
function isPicture(endpoint: Endpoint): boolean {
  return endpoint.kind === "file" && endpoint.mediaType.startsWith("image/");
}

/**
 * Gives pages the endpoints as plain data: where they are, and the shape of what they answer. The
 * schemas themselves, and the library that reads them, stay out of the bundle; guests' phones do not
 * carry what is staff's.
 */
export function endpoints(): Plugin {
  let building = false;
  return {
    name: "tureen-endpoints",
    configResolved({ command }) {
      building = command === "build";
    },
    resolveId: (id) => (id in MODULES ? `\0${id}` : undefined),
    load(id) {
      const isWanted = MODULES[id.slice(1)];
      if (!id.startsWith("\0") || !isWanted) return undefined;
      return `export const ENDPOINTS = ${JSON.stringify(webEndpoints(isWanted))};`;
    },
    // Pages tell people by an error's code; the sentences beside the codes are for logs and tools.
    transform(code, id) {
      return building && id.endsWith(ERRORS_MODULE) ? withoutSentences(code) : undefined;
    },
  };
}

const ERRORS_MODULE = "/shared/src/platform/errors.ts";

function withoutSentences(code: string): string {
  const sentences = new Set<string>(Object.values(ERRORS).map(([, sentence]) => sentence));
  return [...sentences].reduce((rest, sentence) => {
    const literal = JSON.stringify(sentence);
    if (!rest.includes(literal)) throw new Error(`errors.ts does not say ${literal}`);
    return rest.replaceAll(literal, '""');
  }, code);
}

function webEndpoints(
  isWanted: (endpoint: Endpoint, name: string) => boolean,
): Record<string, WebEndpoint> {
  return Object.fromEntries(
    Object.entries<Endpoint>(ENDPOINTS)
      .filter(([name, endpoint]) => isWanted(endpoint, name) && !isPicture(endpoint))
      .map(([name, endpoint]) => [name, webEndpoint(endpoint)]),
  );
}

function webEndpoint(endpoint: Endpoint): WebEndpoint {
  const { method, path } = endpoint;
  switch (endpoint.kind) {
    case "json":
      return { method, path, json: shapeOf(endpoint.answer) };
    case "file":
      return { method, path, mediaType: endpoint.mediaType };
    case "events": {
      const events = Object.entries(endpoint.events);
      return {
        method,
        path,
        events: Object.fromEntries(events.map(([name, data]) => [name, shapeOf(data)])),
      };
    }
  }
}
