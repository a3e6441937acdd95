import { useParams } from "@solidjs/router";
import { Match, onCleanup, Switch } from "solid-js";
import { AvailabilityPanel } from "../menu/AvailabilityPanel.tsx";
import type { StaffMember, StaffSession } from "../staff/staff-session.ts";
import { TeamPage } from "../staff/team/TeamPage.tsx";
import { FloorScreen } from "./FloorScreen.tsx";
import { KitchenRole } from "./KitchenRole.tsx";
import { MorePage } from "./MorePage.tsx";
import { StaffBar } from "./StaffBar.tsx";
import styles from "./StaffScreen.module.css";

/** What signed-in staff see: the tables, the dishes, and the rest, each under its own address. */
export function StaffScreen(props: {
  readonly session: StaffSession;
  readonly member: StaffMember;
}) {
  const params = useParams<{ rest?: string }>();
  const endedBy = (error: unknown) => props.session.endedBy(error);
  const titleBefore = document.title;
  document.title = props.member.restaurant.name;
  onCleanup(() => {
    document.title = titleBefore;
  });
  return (
    <div class={styles.screen}>
      <StaffBar restaurant={props.member.restaurant.name} current={params.rest ?? ""} />
      <main class={styles.main}>
        <Switch
          fallback={
            props.member.role === "kitchen" ? (
              <KitchenRole />
            ) : (
              <FloorScreen member={props.member} endedBy={endedBy} />
            )
          }
        >
          <Match when={params.rest === "menu"}>
            <div class={styles.narrow}>
              <AvailabilityPanel endedBy={endedBy} />
            </div>
          </Match>
          <Match when={params.rest === "team" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <TeamPage endedBy={endedBy} />
            </div>
          </Match>
          <Match when={params.rest === "more"}>
            <div class={styles.narrow}>
              <MorePage session={props.session} member={props.member} />
            </div>
          </Match>
        </Switch>
      </main>
    </div>
  );
}
