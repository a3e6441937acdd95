import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";

/** What the address of a plain Yjs connection names. */
export interface GatewayAddress {
  readonly document: string;
  /** Empty when there is none. */
  readonly token: string;
}

const DOCUMENT = new RegExp(`^${YJS_PATH}/([0-9a-f-]{36})$`);

/**
 * The document and the token in `/yjs/<document>?token=…`; null for every other address. The token
 * stands in the address because browsers' WebSockets can send it nowhere else, and there the
 * standard provider puts it: so an address must never be logged.
 */
export function readGatewayAddress(url: string | undefined): GatewayAddress | null {
  const [path = "", query = ""] = url?.split("?", 2) ?? [];
  const document = DOCUMENT.exec(path)?.[1];
  if (document === undefined) return null;
  return { document, token: new URLSearchParams(query).get("token") ?? "" };
}
