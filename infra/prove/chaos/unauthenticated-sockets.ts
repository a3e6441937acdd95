/** What others answer in the server's place: proxies, networks that want a sign-in, other products. */
export interface Stranger {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const page = (status: number): Stranger => ({
  ...{ status, contentType: "text/html", body: `<html><h1>${status}</h1></html>` },
});
const json = (status: number, body: unknown): Stranger => ({
  ...{ status, contentType: "application/json", body: JSON.stringify(body) },
});

export const STRANGERS: readonly Stranger[] = [
  ...[200, 302, 401, 403, 404, 409, 502, 511].map(page),
  { status: 403, contentType: "", body: "" },
  json(401, { error: "invalid_token" }),
  json(404, { message: "no Route matched with those values" }),
  // Ours in every letter, but for another question, or under a status that is not its own.
  json(403, {
    error: { code: "origin-refused", message: "Requests from other sites are refused." },
  }),
  json(404, { error: { code: "diner-gone", message: "You are no longer at this table." } }),
  { status: 401, contentType: "application/json", body: '{"error":{"code":"token-inv' },
];
