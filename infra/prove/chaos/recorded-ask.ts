import type { Answer, EndpointName } from "@tureen/shared/endpoints";
import { type Asking, ask, Denied, Unknown } from "./api.ts";
import type { Ask, Answer as RecordedAnswer, Recorder } from "./history.ts";

let operations = 0;

/** A request to a node, and its words in the record. */
export interface RecordedAsking<E extends EndpointName> {
  readonly recorder: Recorder;
  /** Who asks. */
  readonly by: string;
  readonly origin: string;
  readonly endpoint: E;
  readonly asking: Asking<E>;
  readonly what: Ask;
  readonly brought: (answer: Answer<E>) => RecordedAnswer;
}

/**
 * Asks a node and notes in the record that it was asked and what came of it. Throws Denied or Unknown.
 */
export async function recordedAsk<E extends EndpointName>(
  request: RecordedAsking<E>,
): Promise<Answer<E>> {
  const { recorder, by, origin, endpoint, asking, what, brought } = request;
  operations += 1;
  const op = `${by}#${operations}`;
  recorder.record({ kind: "asked", op, by, ask: what });
  try {
    const answer = await ask(origin, endpoint, asking);
    recorder.record({ kind: "answered", op, answer: brought(answer) });
    return answer;
  } catch (error) {
    if (error instanceof Denied) recorder.record({ kind: "denied", op, code: error.code });
    if (error instanceof Unknown) recorder.record({ kind: "unknown", op, reason: error.message });
    throw error;
  }
}

/** The same; undefined when it was denied or nobody knows. */
export async function tryRecordedAsk<E extends EndpointName>(
  request: RecordedAsking<E>,
): Promise<Answer<E> | undefined> {
  try {
    return await recordedAsk(request);
  } catch (error) {
    if (error instanceof Denied || error instanceof Unknown) return undefined;
    throw error;
  }
}
