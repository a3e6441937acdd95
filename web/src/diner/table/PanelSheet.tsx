import { Suspense } from "solid-js";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { PanelTab } from "./context.ts";
import { useTable } from "./context.ts";
import { LinkNotice } from "./LinkBanner.tsx";
import { TablePanel } from "./table-panel.ts";

/** The table's panel as a sheet, on phones. */
export function PanelSheet(props: {
  readonly open: boolean;
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  readonly onClose: () => void;
}) {
  const { t } = dinerMessages;
  const { session } = useTable();
  return (
    <Sheet
      open={props.open}
      onClose={props.onClose}
      title={t("table", { table: session.seat().table })}
      height="full"
      bare
    >
      <Suspense>
        <TablePanel tab={props.tab} onTab={props.onTab} notice={<LinkNotice />} />
      </Suspense>
    </Sheet>
  );
}
