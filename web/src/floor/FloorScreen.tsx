import { createMemo, createSignal, Show, untrack } from "solid-js";
import { PauseControl } from "../menu/service/PauseControl.tsx";
import { Troubles } from "../orders/printers/Troubles.tsx";
import { locale } from "../platform/i18n/locale.ts";
import { ConnectionBanner } from "../platform/ui/ConnectionBanner.tsx";
import { createClock } from "../platform/ui/clock.ts";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { Skeleton } from "../platform/ui/Skeleton.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import type { StaffMember } from "../staff/staff-session.ts";
import { LostList } from "./bill/LostList.tsx";
import { UnpaidList } from "./bill/UnpaidList.tsx";
import { createUnpaid } from "./bill/unpaid.ts";
import { createFloor } from "./create-floor.ts";
import styles from "./FloorScreen.module.css";
import { needsOf, sortTables } from "./floor.ts";
import { makeFloorActions } from "./floor-actions.ts";
import { NeedsList } from "./NeedsList.tsx";
import { TableGrid } from "./TableGrid.tsx";
import { TableSheet } from "./TableSheet.tsx";

/** The floor at a glance: what needs me now, then every table. */
export function FloorScreen(props: {
  readonly member: StaffMember;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = staffMessages;
  const clock = createClock();
  const floor = createFloor({ clock, endedBy: (error) => props.endedBy(error) });
  const actions = makeFloorActions(
    floor,
    (error) => props.endedBy(error),
    untrack(() => props.member.role),
  );
  const unpaid = createUnpaid({
    changes: floor.tables,
    endedBy: (error) => props.endedBy(error),
  });
  const [chosen, setChosen] = createSignal<string>();

  const tables = createMemo(() => sortTables(floor.tables() ?? [], locale()));
  const bills = createMemo(() => new Map(unpaid.tables().map((each) => [each.sessionId, each])));
  const needs = createMemo(() => needsOf(tables(), clock.now(), bills()));
  const lost = () => {
    const connection = floor.connection();
    return connection.kind === "lost" ? connection : undefined;
  };
  const lostText = () => {
    const portal = lost()?.code === "captive-portal";
    return portal ? `${t("lost.floor")} ${errorSentence("captive-portal")}` : t("lost.floor");
  };
  const chosenTable = () => tables().find((table) => table.id === chosen());

  return (
    <div class={styles.floor}>
      <div class={styles.banner} classList={{ [styles.quiet ?? ""]: lost() === undefined }}>
        <ConnectionBanner show={lost() !== undefined} text={lostText()} tone="bad" />
      </div>
      <PauseControl endedBy={(error) => props.endedBy(error)} />
      <Troubles endedBy={(error) => props.endedBy(error)} />
      <Show when={floor.tables()} fallback={<Skeleton lines={8} />}>
        <Show
          when={tables().length > 0}
          fallback={<EmptyState title={t("tablesNone")} text={t("tablesNoneText")} />}
        >
          <NeedsList
            currency={props.member.restaurant.currency}
            needs={needs()}
            now={clock.now()}
            actions={actions}
            onLook={setChosen}
          />
          <LostList changes={floor.tables()} endedBy={(error) => props.endedBy(error)} />
          <UnpaidList
            tables={unpaid.tables()}
            member={props.member}
            endedBy={(error) => props.endedBy(error)}
            onChanged={() => void unpaid.refresh()}
          />
          <TableGrid
            tables={tables()}
            bills={bills()}
            currency={props.member.restaurant.currency}
            now={clock.now()}
            onChoose={setChosen}
          />
        </Show>
      </Show>
      <Show when={chosenTable()}>
        {(table) => (
          <TableSheet
            table={table()}
            member={props.member}
            endedBy={(error) => props.endedBy(error)}
            now={clock.now()}
            actions={actions}
            onClose={() => setChosen(undefined)}
          />
        )}
      </Show>
    </div>
  );
}
