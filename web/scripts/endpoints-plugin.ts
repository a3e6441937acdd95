import { ENDPOINTS } from "@tureen/shared/endpoints";
import type { Endpoint } from "@tureen/shared/platform/http/endpoint";
import { shapeOf } from "@tureen/shared/platform/http/shape-of";
import type { Plugin } from "vite";
import type { WebEndpoint } from "../src/platform/live/web-endpoint.ts";

const MODULE = "virtual:endpoints";
const RESOLVED = `\0${MODULE}`;

/**
 * Gives pages the endpoints as plain data: where they are, and the shape of what they answer. The
 * schemas themselves, and the library that reads them, stay out of the bundle.
 */
export function endpoints(): Plugin {
  return {
    name: "tureen-endpoints",
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    load: (id) =>
      id === RESOLVED ? `export const ENDPOINTS = ${JSON.stringify(webEndpoints())};` : undefined,
  };
}

function webEndpoints(): Record<string, WebEndpoint> {
  return Object.fromEntries(
    Object.entries(ENDPOINTS).map(([name, endpoint]) => [name, webEndpoint(endpoint)]),
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
