import { useParams } from "@solidjs/router";
import { Match, onCleanup, Show, Switch } from "solid-js";
import { SessionGate } from "../staff/SessionGate.tsx";
import { createStaffSession } from "../staff/staff-session.ts";
import { SessionList } from "./list/SessionList.tsx";
import { replayMessages } from "./messages/messages.ts";
import { Refused } from "./Refused.tsx";
import { setRestaurantDays } from "./restaurant-days.ts";
import { SessionScreen } from "./SessionScreen.tsx";

/** `/replay`: the sessions there are; `/replay/SESSION`: one of them. For managers. */
export function ReplayPage() {
  const params = useParams<{ rest?: string }>();
  const session = createStaffSession();
  const endedBy = (error: unknown) => session.endedBy(error);
  const titleBefore = document.title;
  document.title = replayMessages.t("title");
  onCleanup(() => {
    document.title = titleBefore;
  });
  return (
    <SessionGate session={session} title={replayMessages.t("title")}>
      {(member) => {
        setRestaurantDays(member().days);
        return (
          <Switch fallback={<Refused session={session} />}>
            <Match when={member().role === "manager"}>
              <Show when={params.rest} keyed fallback={<SessionList endedBy={endedBy} />}>
                {(sessionId) => (
                  <SessionScreen sessionId={sessionId} onSignedOut={() => void session.check()} />
                )}
              </Show>
            </Match>
          </Switch>
        );
      }}
    </SessionGate>
  );
}
