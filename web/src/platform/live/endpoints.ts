/** The endpoints of the HTTP API as pages know them; made at build time from their definitions. */

import { ENDPOINTS } from "virtual:guest-endpoints";
import type { EndpointName, EndpointOf } from "@tureen/shared/endpoints";
import type { EventsAddress, FileAddress, JsonAddress, WebEndpoint } from "./web-endpoint.ts";

/** Those that this page may call: guests', and the bill's and staff's once it has learnt them. */
const known: Record<string, WebEndpoint> = { ...ENDPOINTS };

/** Lets the page call more endpoints (bill-endpoints.ts, staff-endpoints.ts). */
export function learnEndpoints(more: Readonly<Record<string, WebEndpoint>>): void {
  Object.assign(known, more);
}

/** Where an endpoint is and what it answers. */
export function endpointOf<E extends EndpointName>(
  name: E,
): E extends EndpointOf<"json">
  ? JsonAddress
  : E extends EndpointOf<"file">
    ? FileAddress
    : EventsAddress;
export function endpointOf(name: EndpointName): WebEndpoint {
  const endpoint = known[name];
  if (!endpoint) throw new Error(`this page has not learnt the endpoint ${name}`);
  return endpoint;
}

/** The path of an endpoint with its parameters filled in, and its query. */
export function pathOf(name: EndpointName, params: object = {}, query: object = {}): string {
  const path = endpointOf(name).path.replace(/\{(\w+)\}/g, (_: string, key: string) =>
    encodeURIComponent(String((params as Readonly<Record<string, unknown>>)[key])),
  );
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`;
}
