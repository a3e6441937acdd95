import { Button } from "../../platform/ui/Button.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { useTable } from "./context.ts";

/** "I'm ready": tells the table, sends nothing. */
export function ReadyToggle() {
  const { t } = dinerMessages;
  const { session } = useTable();
  const ready = () => session.view().marks[session.me]?.ready ?? false;
  return (
    <Button
      size="l"
      icon={ready() ? "check" : undefined}
      aria-pressed={ready()}
      onClick={() => void session.mark({ ready: !ready() })}
    >
      {t("ready")}
    </Button>
  );
}
