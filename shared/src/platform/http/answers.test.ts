import { expect, test } from "vitest";
import { z } from "zod";
import { CONTRACTS } from "../../http/contracts.ts";
import type { EndpointName } from "../../http/endpoints.ts";
import { ANSWER_MARKS, type AnswerMark } from "./answers.ts";

/** What a contract requires of its answer. */
function markOf(name: EndpointName): AnswerMark {
  const contract: { answer: z.ZodType; mediaType?: string } = CONTRACTS[name];
  if (contract.mediaType !== undefined) return contract.mediaType;
  if (!(contract.answer instanceof z.ZodObject)) throw new Error(`${name} answers with no object`);
  const shape = contract.answer.shape as Record<string, z.ZodType>;
  return Object.keys(shape).filter((key) => !shape[key]?.safeParse(undefined).success);
}

test.each(Object.keys(CONTRACTS) as EndpointName[])(
  "an answer of %s is recognised by what its contract requires",
  (name) => expect(ANSWER_MARKS[name]).toEqual(markOf(name)),
);
