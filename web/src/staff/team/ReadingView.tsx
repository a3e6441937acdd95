import { type JSX, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import type { Reading } from "./create-reading.ts";

/** What was read; until then that it is under way, or why it failed and another try. */
export function ReadingView<T>(props: {
  readonly reading: Reading<T>;
  readonly children: (value: () => T) => JSX.Element;
}) {
  return (
    <Show
      when={props.reading.value() !== undefined}
      fallback={
        <Show when={props.reading.failure()} fallback={<Skeleton lines={6} />}>
          {(code) => (
            <EmptyState icon="cloudOff" title={errorSentence(code())}>
              <Button variant="primary" onClick={() => void props.reading.read()}>
                {uiMessages.t("retry")}
              </Button>
            </EmptyState>
          )}
        </Show>
      }
    >
      {props.children(() => props.reading.value() as T)}
    </Show>
  );
}
