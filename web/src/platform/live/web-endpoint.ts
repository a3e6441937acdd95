/** What pages know of an endpoint: where it is, and what it answers. */
import type { Shape } from "@tureen/shared/platform/http/shape";

interface Address {
  readonly method: "get" | "post" | "patch";
  readonly path: string;
}
export interface JsonAddress extends Address {
  readonly json: Shape;
}
export interface FileAddress extends Address {
  readonly mediaType: string;
}
export interface EventsAddress extends Address {
  readonly events: Readonly<Record<string, Shape>>;
}

export type WebEndpoint = JsonAddress | FileAddress | EventsAddress;
