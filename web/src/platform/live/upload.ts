import type { Answer, EndpointOf } from "@tureen/shared/endpoints";
import { ApiError, understood } from "./api.ts";
import { endpointOf, pathOf } from "./endpoints.ts";

/** A large photo over a poor line, and then the server's work on it. */
const TIMEOUT_MS = 120_000;

/**
 * Sends a file to an endpoint that takes one, as `call` does JSON; `onProgress` hears which part of it,
 * from 0 to 1, has gone out. Throws `ApiError` for every refusal and failure; an abort by `signal` is
 * rethrown as it is.
 */
export function upload<E extends EndpointOf<"json">>(
  name: E,
  file: Blob,
  options: { readonly onProgress: (part: number) => void; readonly signal: AbortSignal },
): Promise<Answer<E>> {
  const { onProgress, signal } = options;
  // Not fetch, which does not say how far it is.
  const request = new XMLHttpRequest();
  return new Promise<Answer<E>>((resolve, reject) => {
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.addEventListener("loadend", () => signal.removeEventListener("abort", stop));
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("error", () => reject(new ApiError("network")));
    request.addEventListener("timeout", () => reject(new ApiError("timeout")));
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("load", () => {
      const head = {
        status: request.status,
        // Followed without asking; our server never sends us elsewhere.
        redirect: new URL(request.responseURL).pathname !== pathOf(name),
        contentType: request.getResponseHeader("content-type") ?? "",
      };
      try {
        resolve(understood(head, request.responseText, endpointOf(name)) as Answer<E>);
      } catch (error) {
        reject(error);
      }
    });
    request.open(endpointOf(name).method.toUpperCase(), pathOf(name));
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    if (signal.aborted) reject(signal.reason);
    else request.send(file);
  });
}
