import { useParams } from "@solidjs/router";
import { lazy, Match, onCleanup, Suspense, Switch } from "solid-js";
import { HoursPage } from "../menu/service/HoursPage.tsx";
import { BillingPage } from "../staff/billing/BillingPage.tsx";
import type { StaffMember, StaffSession } from "../staff/staff-session.ts";
import { TeamPage } from "../staff/team/TeamPage.tsx";
import { DayPage } from "./day/DayPage.tsx";
import { FloorScreen } from "./FloorScreen.tsx";
import { KitchenRole } from "./KitchenRole.tsx";
import { MenuPage } from "./MenuPage.tsx";
import { MorePage } from "./MorePage.tsx";
import { StaffBar } from "./StaffBar.tsx";
import styles from "./StaffScreen.module.css";

const PrintMenuPage = lazy(async () => {
  const { PrintMenuPage, prepare } = await import("../menu/print/page.ts");
  await prepare();
  return { default: PrintMenuPage };
});

const StationsPage = lazy(async () => {
  const { StationsPage, prepare } = await import("../menu/stations/page.ts");
  await prepare();
  return { default: StationsPage };
});

const PrintersPage = lazy(async () => {
  const { PrintersPage, prepare } = await import("../orders/printers/page.ts");
  await prepare();
  return { default: PrintersPage };
});

const CoursesPage = lazy(async () => {
  const { CoursesPage, prepare } = await import("../menu/courses/page.ts");
  await prepare();
  return { default: CoursesPage };
});

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
          <Match when={params.rest === "menu" || params.rest === "menu/write"}>
            <MenuPage
              view={params.rest === "menu" ? "now" : "write"}
              manager={props.member.role === "manager"}
              days={props.member.days}
              endedBy={endedBy}
            />
          </Match>
          <Match when={params.rest === "menu/print" && props.member.role === "manager"}>
            <Suspense>
              <PrintMenuPage endedBy={endedBy} />
            </Suspense>
          </Match>
          <Match when={params.rest === "team" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <TeamPage currency={props.member.restaurant.currency} endedBy={endedBy} />
            </div>
          </Match>
          <Match when={params.rest === "billing" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <BillingPage
                currency={props.member.restaurant.currency}
                days={props.member.days}
                endedBy={endedBy}
              />
            </div>
          </Match>
          <Match when={params.rest === "hours" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <HoursPage endedBy={endedBy} />
            </div>
          </Match>
          <Match when={params.rest === "stations" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <Suspense>
                <StationsPage endedBy={endedBy} />
              </Suspense>
            </div>
          </Match>
          <Match when={params.rest === "printers" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <Suspense>
                <PrintersPage endedBy={endedBy} />
              </Suspense>
            </div>
          </Match>
          <Match when={params.rest === "courses" && props.member.role === "manager"}>
            <div class={styles.narrow}>
              <Suspense>
                <CoursesPage endedBy={endedBy} />
              </Suspense>
            </div>
          </Match>
          <Match when={params.rest === "day" && props.member.role === "manager"}>
            <div class={styles.wide}>
              <DayPage member={props.member} endedBy={endedBy} />
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
