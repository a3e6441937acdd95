/**
 * Everything that a version of the protocol covers, as plain data: what its hash is taken over, and what
 * a reader compares two versions by. Not for phones: it needs zod.
 */
import { z } from "zod";
import { COLLAB_PATH, PROTOCOL_PARAMETER, YJS_PATH } from "../../platform/protocol/addresses.ts";
import { FRAME_TYPES } from "../../platform/protocol/frames.ts";
import { CLOSE, REACTIONS } from "../../platform/protocol/reactions.ts";
import type { DinerRootDefinition } from "../document/root.ts";
import { DINER_ROOTS } from "../document/roots.ts";
import { DINER_VALUES, SERVER_VALUES } from "../document/values.ts";
import { NOTICES, PRESENCE } from "./messages.ts";

/** The protocol as it stands in this release. */
export function protocolSchema() {
  const json = (schemas: Readonly<Record<string, z.ZodType>>) =>
    Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [
        name,
        z.toJSONSchema(schema, { unrepresentable: "any" }),
      ]),
    );
  return {
    addresses: { COLLAB_PATH, YJS_PATH, PROTOCOL_PARAMETER },
    frames: FRAME_TYPES,
    notices: json(NOTICES),
    presence: json({ presence: PRESENCE }),
    closes: CLOSE,
    reactions: REACTIONS,
    roots: ofDinerRoots(({ written, hostOnly }) => (hostOnly ? `${written}, by hosts` : written)),
    keys: ofDinerRoots(({ key }) => key.source),
    values: json({ ...DINER_VALUES, ...SERVER_VALUES }),
  };
}

function ofDinerRoots<T>(read: (root: DinerRootDefinition) => T): Record<string, T> {
  const roots = Object.entries(DINER_ROOTS) as [string, DinerRootDefinition][];
  return Object.fromEntries(roots.map(([name, root]) => [name, read(root)]));
}
