import { createEffect, createSignal, on } from "solid-js";
import { TextArea } from "../../platform/ui/TextArea.tsx";

/** A text that counts when its field is left. */
export function LongText(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly rows?: number;
  readonly onCommit: (text: string) => void;
}) {
  const [typed, setTyped] = createSignal(props.value);
  // What somebody else wrote, or an undo.
  createEffect(on(() => props.value, setTyped, { defer: true }));
  return (
    <div
      onFocusOut={() => {
        const text = typed().trim();
        if (text !== props.value) props.onCommit(text);
      }}
    >
      <TextArea
        label={props.label}
        {...(props.hint !== undefined && { placeholder: props.hint })}
        value={typed()}
        rows={props.rows ?? 2}
        maxLength={1000}
        onInput={setTyped}
      />
    </div>
  );
}
