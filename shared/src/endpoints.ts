/** Every endpoint of the HTTP API, and the types of what they take and give. */
import type { z } from "zod";
import { BILL_ENDPOINTS } from "./bill/endpoints.ts";
import { KITCHEN_ENDPOINTS } from "./kitchen/endpoints.ts";
import { PRINTER_ENDPOINTS } from "./kitchen/printer-endpoints.ts";
import { MENU_ENDPOINTS } from "./menu/endpoints.ts";
import { ORDER_ENDPOINTS } from "./orders/endpoints.ts";
import type { Endpoint } from "./platform/http/endpoint.ts";
import { REPLAY_ENDPOINTS } from "./replay/endpoints.ts";
import { STAFF_ENDPOINTS } from "./staff/endpoints.ts";
import { TABLE_ENDPOINTS } from "./table/endpoints.ts";

export const ENDPOINTS = {
  ...STAFF_ENDPOINTS,
  ...MENU_ENDPOINTS,
  ...TABLE_ENDPOINTS,
  ...ORDER_ENDPOINTS,
  ...KITCHEN_ENDPOINTS,
  ...PRINTER_ENDPOINTS,
  ...BILL_ENDPOINTS,
  ...REPLAY_ENDPOINTS,
} as const satisfies Record<string, Endpoint>;

type Endpoints = typeof ENDPOINTS;

export type EndpointName = keyof Endpoints;

/** The names of the endpoints of a kind. */
export type EndpointOf<K extends Endpoint["kind"]> = {
  [E in EndpointName]: Endpoints[E]["kind"] extends K ? E : never;
}[EndpointName];

/** Path parameters of an endpoint. */
export type Params<E extends EndpointName> = Endpoints[E] extends { params: z.ZodType<infer P> }
  ? P
  : Record<never, never>;
/** Query parameters of an endpoint, as they are sent. */
export type Query<E extends EndpointName> = Endpoints[E] extends {
  query: infer Q extends z.ZodType;
}
  ? z.input<Q>
  : Record<never, never>;
/** Query parameters of an endpoint, as they are read. */
export type ReadQuery<E extends EndpointName> = Endpoints[E] extends {
  query: infer Q extends z.ZodType;
}
  ? z.output<Q>
  : undefined;
/** JSON body of a request to an endpoint, as it is sent. */
export type Body<E extends EndpointName> = Endpoints[E] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
/** JSON body of a request to an endpoint, as it is read. */
export type ReadBody<E extends EndpointName> = Endpoints[E] extends {
  body: infer B extends z.ZodType;
}
  ? z.output<B>
  : undefined;
/** What an endpoint answers: JSON, or the text of a file. */
export type Answer<E extends EndpointName> = Endpoints[E] extends {
  answer: infer A extends z.ZodType;
}
  ? z.output<A>
  : string;
/** The events of an endpoint, by name, with what each carries. */
export type Events<E extends EndpointOf<"events">> = {
  readonly [N in keyof Endpoints[E]["events"]]: Endpoints[E]["events"][N] extends z.ZodType
    ? z.output<Endpoints[E]["events"][N]>
    : never;
};

/** The addresses of event streams. */
export const EVENT_PATHS: ReadonlySet<string> = new Set(
  (Object.values(ENDPOINTS) as Endpoint[])
    .filter(({ kind }) => kind === "events")
    .map(({ path }) => path),
);
