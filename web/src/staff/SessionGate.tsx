import { type JSX, Match, Switch } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { Skeleton } from "../platform/ui/Skeleton.tsx";
import { staffMessages } from "./messages/messages.ts";
import styles from "./SessionGate.module.css";
import { SignIn } from "./SignIn.tsx";
import type { StaffMember, StaffSession, StaffState } from "./staff-session.ts";

type OfKind<K extends StaffState["kind"]> = Extract<StaffState, { kind: K }>;

/** Shows its children to signed-in staff, and everybody else what they can do about it. */
export function SessionGate(props: {
  readonly session: StaffSession;
  readonly title: string;
  readonly children: (member: () => StaffMember) => JSX.Element;
}) {
  const when = <K extends StaffState["kind"]>(kind: K) => {
    const state = props.session.state();
    return state.kind === kind ? (state as OfKind<K>) : undefined;
  };
  return (
    <Switch>
      <Match when={when("checking")}>
        <main class={styles.waiting}>
          <Skeleton lines={5} />
        </main>
      </Match>
      <Match when={when("unknown")}>
        {(state) => (
          <main>
            <EmptyState
              icon="cloudOff"
              title={staffMessages.t("unreachable")}
              text={errorSentence(state().code)}
            >
              <Button variant="primary" size="l" onClick={() => void props.session.check()}>
                {uiMessages.t("retry")}
              </Button>
            </EmptyState>
          </main>
        )}
      </Match>
      <Match when={when("out")}>
        {(state) => (
          <SignIn
            title={props.title}
            expired={state().expired}
            onSignedIn={(member) => props.session.signedIn(member)}
          />
        )}
      </Match>
      <Match when={when("in")}>{(state) => props.children(() => state().member)}</Match>
    </Switch>
  );
}
