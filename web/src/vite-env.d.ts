/// <reference types="vite/client" />
/// <reference types="vite-plugin-pwa/vanillajs" />

/** Made by scripts/endpoints-plugin.ts. */
declare module "virtual:endpoints" {
  type EndpointName = import("@tureen/shared/endpoints").EndpointName;
  type WebEndpoint = import("./platform/live/web-endpoint.ts").WebEndpoint;
  export const ENDPOINTS: Readonly<Record<EndpointName, WebEndpoint>>;
}
