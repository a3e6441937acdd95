/// <reference types="vite/client" />
/// <reference types="vite-plugin-pwa/vanillajs" />

/** Made by scripts/endpoints-plugin.ts. */
declare module "virtual:guest-endpoints" {
  type WebEndpoint = import("./platform/live/web-endpoint.ts").WebEndpoint;
  export const ENDPOINTS: Readonly<Record<string, WebEndpoint>>;
}
declare module "virtual:bill-endpoints" {
  type WebEndpoint = import("./platform/live/web-endpoint.ts").WebEndpoint;
  export const ENDPOINTS: Readonly<Record<string, WebEndpoint>>;
}
declare module "virtual:staff-endpoints" {
  type WebEndpoint = import("./platform/live/web-endpoint.ts").WebEndpoint;
  export const ENDPOINTS: Readonly<Record<string, WebEndpoint>>;
}
