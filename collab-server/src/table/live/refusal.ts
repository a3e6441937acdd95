import { isTransient } from "@tureen/persistence/platform/retry";
import { TureenError } from "@tureen/shared/platform/errors";
import type { Notice } from "@tureen/shared/platform/protocol/notices";
import {
  closeCodeFor,
  isLiveErrorCode,
  type LiveErrorCode,
} from "@tureen/shared/platform/protocol/reactions";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import type { DinerConnection } from "./context.ts";

/**
 * What a Hocuspocus hook throws to refuse: it reads the numeric `code` and the string `reason`
 * (a thrown string would wedge the connection). Carries no stack: a refusal is the sender's fault,
 * and Hocuspocus prints what is thrown.
 */
export class HookRefusal extends Error {
  readonly code: number;
  readonly reason: LiveErrorCode;

  constructor(code: LiveErrorCode) {
    super(code);
    this.stack = `refused: ${code}`;
    this.code = closeCodeFor(code);
    this.reason = code;
  }
}

/**
 * The refusal for whatever went wrong: a TureenError keeps its code if phones know it, a database that
 * is away means that nothing can be stored, anything else is internal.
 */
export function toRefusal(error: unknown): HookRefusal {
  if (error instanceof HookRefusal) return error;
  if (error instanceof TureenError && isLiveErrorCode(error.code))
    return new HookRefusal(error.code);
  return new HookRefusal(isTransient(error) ? "storage-unavailable" : "internal");
}

/**
 * Tells the phone why and ends its connection. The transport closes the real socket with it:
 * otherwise the phone would send the same edit again on the same socket for ever.
 */
export function closeConnection(connection: DinerConnection, code: LiveErrorCode): void {
  const notice: Notice = { kind: "refused", code, protocol: PROTOCOL_VERSION };
  connection.sendStateless(JSON.stringify(notice));
  connection.close({ code: closeCodeFor(code), reason: code });
}
