import type { Moment } from "@tureen/shared/replay/phones";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { createMemo, Match, Show, Switch } from "solid-js";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import { createInSight } from "../create-in-sight.ts";
import { createView } from "../create-view.ts";
import type { SessionDiner } from "../load/protocol.ts";
import { replayMessages } from "../messages/messages.ts";
import { phoneModel } from "../model/phone.ts";
import type { ReplayedSession } from "../model/replayed-session.ts";
import { minuteText, type Words } from "../words.ts";
import styles from "./Phone.module.css";
import { PhoneCart } from "./PhoneCart.tsx";
import { PhoneConfirms } from "./PhoneConfirms.tsx";
import { PhoneOrders } from "./PhoneOrders.tsx";

/** What a phone is drawn from. */
export interface Frame {
  readonly moment: Moment;
  readonly table: SessionView;
  readonly touched: string | undefined;
}

/** What one diner saw on their phone at this moment, and whether it had a signal. */
export function Phone(props: {
  readonly replayed: ReplayedSession;
  readonly diner: SessionDiner;
  readonly words: Words;
  readonly now: Frame;
  /** Where the session last stood still. */
  readonly settled: Frame;
  readonly onStory: (line: string) => void;
}) {
  const { t } = replayMessages;
  const { replayed, words } = props;
  const { diner, seat, colour } = props.diner;
  let root: HTMLElement | undefined;
  const inSight = createInSight(() => root);
  // A phone that nobody can see follows when the session stands still.
  const frame = () => (inSight() ? props.now : props.settled);
  const view = createView(() => replayed.phoneAt(diner, frame().moment));
  const offline = createMemo(() => replayed.offlineAt(diner, frame().moment));
  const table = createMemo(() => frame().table);
  const touched = createMemo(() => frame().touched);
  // What depends on the clock alone changes once a second, not with every frame.
  const second = createMemo(() => Math.floor(frame().moment.time / 1000) * 1000);
  const model = createMemo(() =>
    phoneModel(replayed, {
      diner,
      time: second(),
      table: table(),
      view: view(),
      offline: offline(),
      touched: touched(),
    }),
  );
  const readyNames = () =>
    model()
      .readyDiners.map((each) => words.name(each))
      .join(", ");

  return (
    <article
      ref={root}
      class={styles.phone}
      data-state={model().state}
      data-offline={offline() ? "" : undefined}
      aria-label={t("phoneOf", { name: words.name(diner) })}
    >
      <header class={styles.head}>
        <SeatAvatar size="l" seat={seat} colour={colour} name={words.knownName(diner)} />
        <div class={styles.who}>
          <h2 class={styles.name} dir="auto">
            {words.name(diner)}
          </h2>
          <p class={styles.signal}>
            <Show when={model().state === "here"}>
              <Show
                when={offline()}
                fallback={
                  <>
                    <Icon name="cloud" size={16} />
                    {t("online")}
                  </>
                }
              >
                {(stretch) => (
                  <strong class={styles.lost}>
                    <Icon name="cloudOff" size={16} />
                    {t("offline", { time: minuteText(stretch().from) })}
                  </strong>
                )}
              </Show>
            </Show>
          </p>
        </div>
        <div class={styles.mark}>
          <Show when={model().ready}>
            <Badge tone="good" icon="check">
              {t("ready")}
            </Badge>
          </Show>
          <Show when={model().call !== "none"}>
            <Badge tone="warn" icon="bell">
              {t(model().call === "bill" ? "call.bill" : "call.waiter")}
            </Badge>
          </Show>
        </div>
      </header>
      <Switch
        fallback={
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too
          <section class={styles.screen} tabIndex={0} aria-label={words.name(diner)}>
            <Show when={model().ended}>
              {(status) => <p class={styles.notice}>{t(status())}</p>}
            </Show>
            <PhoneConfirms model={model()} words={words} />
            <PhoneCart
              model={model()}
              diners={replayed.diners}
              words={words}
              touched={touched()}
              onStory={props.onStory}
            />
            <Show when={readyNames()}>
              {(names) => (
                <p class={styles.ready}>
                  <Icon name="check" size={16} />
                  <span>{t("whoIsReady", { names: names() })}</span>
                </p>
              )}
            </Show>
            <PhoneOrders model={model()} words={words} onStory={props.onStory} />
          </section>
        }
      >
        <Match when={model().state === "absent"}>
          <p class={styles.dark}>{t("absent")}</p>
        </Match>
        <Match when={model().state === "gone"}>
          <p class={styles.dark}>{t("gone")}</p>
        </Match>
      </Switch>
    </article>
  );
}
