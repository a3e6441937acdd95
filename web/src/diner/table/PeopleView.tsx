import { seatOf } from "@tureen/shared/table/document/keys";
import { createMemo, createSignal, For, Show } from "solid-js";
import { codeOf } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { createLayer } from "../../platform/ui/layers.ts";
import { ScrollPane } from "../../platform/ui/ScrollPane.tsx";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import { CallButtons } from "./CallButtons.tsx";
import { useTable } from "./context.ts";
import { KeepSeat } from "./KeepSeat.tsx";
import styles from "./PeopleView.module.css";
import { presenceText } from "./presence-text.ts";
import { RemoveDiner } from "./RemoveDiner.tsx";
import { RenameForm } from "./RenameForm.tsx";
import { ShareTable } from "./ShareTable.tsx";

/** Who is at the table, how to bring others in, calls to the staff, and leaving. */
export function PeopleView() {
  const { t } = dinerMessages;
  const { session, index } = useTable();
  const [asking, setAsking] = createSignal<string>();
  const [leaving, setLeaving] = createSignal(false);
  createLayer(
    () => asking() !== undefined,
    () => setAsking(undefined),
  );
  const diners = createMemo(() =>
    Object.entries(session.view().diners)
      .filter(([, diner]) => !diner.gone)
      .sort(([a], [b]) => seatOf(a) - seatOf(b)),
  );
  const iAmHost = () => session.view().diners[session.me]?.host === true;
  const presenceOf = (id: string) => session.presence().find((who) => who.diner === id);

  async function leave() {
    setLeaving(true);
    try {
      await session.leave();
    } catch (error) {
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      setLeaving(false);
      setAsking(undefined);
    }
  }

  return (
    <ScrollPane class={styles.content}>
      <ul class={styles.people}>
        <For each={diners()}>
          {([id, diner]) => {
            const here = () => id === session.me || presenceOf(id) !== undefined;
            return (
              <li class={styles.person}>
                <SeatAvatar
                  size="l"
                  seat={diner.seat}
                  colour={diner.colour}
                  name={session.knownName(id)}
                  away={!here()}
                />
                <div class={styles.who}>
                  <p class={styles.name} dir="auto">
                    {session.nameOf(id)}
                    <Show when={id === session.me}>
                      {" "}
                      <span class={styles.aside}>({t("you")})</span>
                    </Show>
                  </p>
                  <p class={styles.aside}>
                    <Show when={id !== session.me} fallback={diner.host ? t("host") : ""}>
                      <Show when={presenceOf(id)} fallback={t("away")}>
                        {(who) => <>{presenceText(session.nameOf(id), who(), index())}</>}
                      </Show>
                    </Show>
                  </p>
                </div>
                <Show when={session.view().marks[id]?.ready}>
                  <Badge tone="good" icon="check">
                    {t("isReady")}
                  </Badge>
                </Show>
                <Show when={iAmHost() && id !== session.me}>
                  <Button
                    variant="quiet"
                    aria-expanded={asking() === id}
                    onClick={() => setAsking(asking() === id ? undefined : id)}
                  >
                    {t("removePerson")}
                  </Button>
                </Show>
                <Show when={asking() === id}>
                  <RemoveDiner diner={id} onDone={() => setAsking(undefined)} />
                </Show>
              </li>
            );
          }}
        </For>
      </ul>
      <CallButtons />
      <Show when={!session.outlivesTab()}>
        <KeepSeat />
      </Show>
      <ShareTable />
      <RenameForm />
      <Show
        when={asking() === "leave"}
        fallback={
          <Button variant="quiet" icon="leave" onClick={() => setAsking("leave")}>
            {t("leave")}
          </Button>
        }
      >
        <div class={styles.leave}>
          <p>{t("leaveExplain")}</p>
          <Button variant="danger" wide busy={leaving()} onClick={() => void leave()}>
            {t("reallyLeave")}
          </Button>
          <Button wide onClick={() => setAsking(undefined)}>
            {t("stay")}
          </Button>
        </div>
      </Show>
    </ScrollPane>
  );
}
