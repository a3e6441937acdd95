import type { SessionEvent } from "@tureen/shared/replay/events";
import { type Moment, OFFLINE_AFTER_MS } from "@tureen/shared/replay/phones";
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Icon } from "../platform/ui/Icon.tsx";
import { SeatAvatar } from "../platform/ui/SeatAvatar.tsx";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { replayMessages } from "./messages/messages.ts";
import type { ReplayedSession } from "./model/replayed-session.ts";
import styles from "./StorySheet.module.css";
import { clockText, lastedText, type Words } from "./words.ts";

/** Rows shown at first, and added by each wish for more. */
const PAGE = 100;

/** The story of one line, from its first tap to served; each row leads to its moment. */
export function StorySheet(props: {
  readonly replayed: ReplayedSession;
  readonly words: Words;
  /** Null for none. */
  readonly line: string | null;
  readonly onSeek: (moment: Moment) => void;
  readonly onClose: () => void;
}) {
  const { t } = replayMessages;
  const [limit, setLimit] = createSignal(PAGE);
  createEffect(
    on(
      () => props.line,
      () => setLimit(PAGE),
    ),
  );
  // The sheet is still to be seen on its way out.
  const line = createMemo<string>((last) => props.line ?? last, "");
  const story = createMemo(() => (line() === "" ? [] : props.replayed.storyOf(line())));
  const dish = () => {
    const first = story().find((event) => event.kind === "took");
    return first ? props.words.dish(first.value.item) : t("unknownDish");
  };
  const lasted = () => {
    const served = story().findLast((event) => event.kind === "status" && isServed(event, line()));
    const first = story()[0];
    return served && first ? lastedText(served.at - first.doneAt) : undefined;
  };
  const rest = () => story().length - limit();

  return (
    <Sheet
      open={props.line !== null}
      onClose={props.onClose}
      title={t("story", { dish: dish() })}
      description={[t("storyLead"), lasted() ? t("storyTook", { time: lasted() ?? "" }) : ""].join(
        " ",
      )}
    >
      <ol class={styles.story}>
        <For each={story().slice(0, limit())}>
          {(event) => (
            <li class={styles.row}>
              <button
                type="button"
                class={styles.event}
                onClick={() => props.onSeek(props.replayed.axis.after(event.index + 1))}
              >
                <span class={styles.who}>
                  <Who replayed={props.replayed} words={props.words} event={event} />
                </span>
                <span class={styles.text}>
                  <span dir="auto">{props.words.event(event)}</span>
                  <Show when={event.at - event.doneAt > OFFLINE_AFTER_MS}>
                    <span class={styles.waited}>
                      <Icon name="cloudOff" size={14} />
                      {t("waited", { time: clockText(event.doneAt) })}
                    </span>
                  </Show>
                </span>
                <time class={styles.time}>{clockText(event.at)}</time>
              </button>
            </li>
          )}
        </For>
      </ol>
      <Show when={rest() > 0}>
        <Button wide onClick={() => setLimit((n) => n + PAGE)}>
          {t("storyMore", { count: rest() })}
        </Button>
      </Show>
    </Sheet>
  );
}

function isServed({ to, moves }: SessionEvent & { kind: "status" }, line: string): boolean {
  return (moves?.find((move) => move.line === line)?.to ?? to) === "served";
}

/** The diner who did it, or the restaurant. */
function Who(props: {
  readonly replayed: ReplayedSession;
  readonly words: Words;
  readonly event: SessionEvent;
}) {
  const diner = () => {
    const { event } = props;
    if (event.kind === "status") return undefined;
    const id = "diner" in event ? event.diner : undefined;
    return props.replayed.diners.find((each) => each.diner === id);
  };
  return (
    <Show when={diner()} fallback={<Icon name="flame" size={22} />}>
      {(found) => (
        <SeatAvatar
          seat={found().seat}
          colour={found().colour}
          name={props.words.knownName(found().diner)}
        />
      )}
    </Show>
  );
}
