import type { Answer, EndpointName } from "@tureen/shared/endpoints";
import { type Asking, ask, Denied, Unknown } from "./api.ts";
import type { Ask, Answer as RecordedAnswer, Recorder } from "./history.ts";

let operations = 0;

/**
 * Asks a node and notes in the record that it was asked and what came of it. Undefined when it was
 * denied or nobody knows.
 */
export async function recordedAsk<E extends EndpointName>(
  recorder: Recorder,
  by: string,
  origin: string,
  endpoint: E,
  asking: Asking<E>,
  what: Ask,
  brought: (answer: Answer<E>) => RecordedAnswer,
): Promise<Answer<E> | undefined> {
  operations += 1;
  const op = `${by}#${operations}`;
  recorder.record({ kind: "asked", op, by, ask: what });
  try {
    const answer = await ask(origin, endpoint, asking);
    recorder.record({ kind: "answered", op, answer: brought(answer) });
    return answer;
  } catch (error) {
    if (error instanceof Denied) recorder.record({ kind: "denied", op, code: error.code });
    else if (error instanceof Unknown)
      recorder.record({ kind: "unknown", op, reason: error.message });
    else throw error;
    return undefined;
  }
}
