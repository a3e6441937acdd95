import { AvailabilityPanel } from "../menu/AvailabilityPanel.tsx";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { kitchenMessages } from "./messages/messages.ts";

/** The dishes that can be had, to change without leaving the kitchen. */
export function SoldOutSheet(props: {
  readonly open: boolean;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  return (
    <Sheet
      open={props.open}
      onClose={props.onClose}
      title={kitchenMessages.t("soldOutTitle")}
      height="full"
    >
      <AvailabilityPanel endedBy={props.endedBy} />
    </Sheet>
  );
}
