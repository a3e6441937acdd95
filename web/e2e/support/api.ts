import type { APIRequestContext } from "@playwright/test";
import {
  type Answer,
  type Body,
  ENDPOINTS,
  type EndpointName,
  type Params,
} from "@tureen/shared/endpoints";
import type { Endpoint } from "@tureen/shared/platform/http/endpoint";

/** What a call needs besides its name. */
export type ApiOptions<E extends EndpointName> = {
  readonly params?: Params<E>;
  readonly body?: Body<E>;
};

/** The HTTP API as one client sees it; cookies live in the request context. */
export interface Api {
  /** The answer; throws for a refusal. */
  call<E extends EndpointName>(name: E, options?: ApiOptions<E>): Promise<Answer<E>>;
  /** The status and the error code of a call that is expected to be refused. */
  refusal<E extends EndpointName>(
    name: E,
    options?: ApiOptions<E>,
  ): Promise<{ status: number; code: string | undefined }>;
}

export function apiOf(request: APIRequestContext, webUrl: string): Api {
  async function send(name: EndpointName, options: ApiOptions<EndpointName> = {}) {
    const endpoint: Endpoint = ENDPOINTS[name];
    const params = (options.params ?? {}) as Record<string, string>;
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(params[key] ?? ""),
    );
    return request.fetch(webUrl + path, {
      method: endpoint.method,
      headers: { origin: webUrl },
      ...(options.body === undefined ? {} : { data: options.body }),
    });
  }
  return {
    async call(name, options) {
      const response = await send(name, options as ApiOptions<EndpointName>);
      if (!response.ok()) throw new Error(`${name}: ${response.status()} ${await response.text()}`);
      return response.json();
    },
    async refusal(name, options) {
      const response = await send(name, options as ApiOptions<EndpointName>);
      const body = await response.json();
      return { status: response.status(), code: body.error?.code };
    },
  };
}
