import { isTransient } from "@tureen/persistence/platform/retry";
import { type ErrorBody, type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "pino";
import { z } from "zod";
import type { ApiContext, ApiEnv } from "./env.ts";
import { isReading } from "./request-rules.ts";

/** Seconds after which a client tries again when the storage was away. */
const STORAGE_RETRY_S = 2;

/** The body of every error answer, for the OpenAPI document. */
export const errorBody = z
  .object({
    error: z.object({
      code: z.string().describe("Stable; clients decide and translate by it"),
      message: z.string(),
      field: z.string().optional().describe("Path of the wrong field"),
      retryAfterS: z.int().optional().describe("Seconds after which trying again makes sense"),
      attemptsLeft: z.int().optional().describe("Tries left before a wait; with pin-wrong"),
    }),
  })
  .describe("Why a request was refused");

/** The refusal of what does not have the shape that was asked for; names the first wrong field. */
export function fieldInvalid({ issues: [issue] }: z.core.$ZodError): TureenError {
  return new TureenError("field-invalid", {
    field: issue?.path.join("."),
    detail: issue?.message,
  });
}

/** Answers whatever was thrown; what nobody foresaw is logged here and not shown to the client. */
export function createErrorHandler(log: Logger): ErrorHandler<ApiEnv> {
  return (thrown, c) => {
    const error = toTureenError(thrown, isReading(c.req.method));
    if (error.status >= 500) {
      const level = error.code === "internal" ? "error" : "warn";
      log[level]({ requestId: c.var.requestId, route: c.var.route, err: thrown }, "request failed");
    }
    return answerError(c, error);
  };
}

/** The JSON answer of a refusal. */
export function answerError(c: ApiContext, error: TureenError): Response {
  const { code, field, retryAfterS, attemptsLeft } = error;
  c.set("errorCode", code);
  if (retryAfterS !== undefined) c.header("retry-after", String(retryAfterS));
  c.header("cache-control", "no-store");
  const { message } = error;
  const body: ErrorBody = { error: { code, message, field, retryAfterS, attemptsLeft } };
  return c.json(body, error.status as ContentfulStatusCode);
}

function toTureenError(thrown: unknown, reading: boolean): TureenError {
  if (thrown instanceof TureenError) return thrown;
  if (thrown instanceof HTTPException) {
    const code: ErrorCode | undefined = CODE_OF_HTTP_STATUS[thrown.status];
    if (code) return new TureenError(code, { cause: thrown });
  }
  if (isTransient(thrown)) {
    const code = reading ? "reading-unavailable" : "storage-unavailable";
    return new TureenError(code, { cause: thrown, retryAfterS: STORAGE_RETRY_S });
  }
  return new TureenError("internal", { cause: thrown });
}

/** What the framework's own refusals mean: bodies that are no JSON, or not declared as such. */
const CODE_OF_HTTP_STATUS: Partial<Record<number, ErrorCode>> = {
  400: "body-not-json",
  413: "body-too-large",
  415: "body-not-json",
};
