import { Field } from "../../platform/ui/Field.tsx";
import { editorMessages } from "./messages/messages.ts";

/** The name of a section or dish; it is never taken away: an empty field goes back to what it was. */
export function NameField(props: {
  readonly value: string;
  readonly onCommit: (name: string) => void;
}) {
  return (
    <Field
      label={editorMessages.t("name")}
      value={props.value}
      maxLength={200}
      autocomplete="off"
      onChange={(event) => {
        const input = event.currentTarget;
        const name = input.value.trim();
        if (name) props.onCommit(name);
        else input.value = props.value;
      }}
    />
  );
}
