import { useParams } from "@solidjs/router";
import { Match, onCleanup, Show, Switch } from "solid-js";
import { SessionGate } from "../staff/SessionGate.tsx";
import { createStaffSession } from "../staff/staff-session.ts";
import { setHouseDays } from "./house-days.ts";
import { EveningList } from "./list/SessionList.tsx";
import { replayMessages } from "./messages/messages.ts";
import { Refused } from "./Refused.tsx";
import { EveningScreen } from "./SessionScreen.tsx";

/** `/replay`: the evenings there are; `/replay/SESSION`: one of them. For managers. */
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
        setHouseDays(member().days);
        return (
          <Switch fallback={<Refused session={session} />}>
            <Match when={member().role === "manager"}>
              <Show when={params.rest} keyed fallback={<EveningList endedBy={endedBy} />}>
                {(sessionId) => (
                  <EveningScreen sessionId={sessionId} onSignedOut={() => void session.check()} />
                )}
              </Show>
            </Match>
          </Switch>
        );
      }}
    </SessionGate>
  );
}
