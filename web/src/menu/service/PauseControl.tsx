import type { Answer } from "@tureen/shared/endpoints";
import { localAt } from "@tureen/shared/menu/timing/local-time";
import { isPaused } from "@tureen/shared/menu/timing/opening";
import { createSignal, For, onCleanup, Show } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { createClock } from "../../platform/ui/clock.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { localTimeText } from "../time-text.ts";
import { serviceMessages } from "./messages/messages.ts";
import styles from "./PauseControl.module.css";

/** How often it is looked at what others have set. */
const REREAD_MS = 10_000;
const MINUTES = [10, 20, 30, 45, 60] as const;

/** Has the kitchen take no orders for a while, and take them again; says loudly while it does not. */
export function PauseControl(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = serviceMessages;
  const clock = createClock();
  const [known, setKnown] = createSignal<Answer<"readService">>();
  const [choosing, setChoosing] = createSignal(false);
  const [busy, setBusy] = createSignal(false);

  function take(answer: Answer<"readService">): void {
    clock.sync(answer.now);
    setKnown(answer);
  }
  async function read(): Promise<void> {
    try {
      const answer = await call("readService", {});
      if (!busy()) take(answer);
    } catch (error) {
      // The page around says what is wrong with the connection; this is asked again soon.
      props.endedBy(error);
    }
  }
  async function pause(minutes: number | null): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      take(await call("pauseOrders", { body: { minutes } }));
      setChoosing(false);
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(false);
    }
  }

  void read();
  const timer = setInterval(() => void read(), REREAD_MS);
  onCleanup(() => clearInterval(timer));

  const paused = () => {
    const { service } = known() ?? {};
    const now = clock.now();
    const pause = service?.pause;
    if (!service || !pause || !isPaused(pause, now)) return undefined;
    const time = localTimeText(localAt(pause.until, service), localAt(now, service));
    return t("paused", { time, count: Math.ceil((pause.until - now) / 60_000) });
  };

  return (
    <div class={styles.control}>
      <div role="status">
        <Show when={paused()}>
          {(text) => (
            <div class={styles.banner}>
              <span class={styles.text}>
                <Icon name="clock" size={24} />
                {text()}
              </span>
              <Button size="l" busy={busy()} onClick={() => void pause(null)}>
                {t("resume")}
              </Button>
            </div>
          )}
        </Show>
      </div>
      <Show when={known() && !paused()}>
        <Button icon="clock" onClick={() => setChoosing(true)}>
          {t("pause")}
        </Button>
      </Show>
      <Sheet
        open={choosing()}
        onClose={() => setChoosing(false)}
        title={t("pauseTitle")}
        description={t("pauseText")}
      >
        <div class={styles.choices}>
          <For each={MINUTES}>
            {(minutes) => (
              <Button size="l" wide busy={busy()} onClick={() => void pause(minutes)}>
                {t("minutes", { count: minutes })}
              </Button>
            )}
          </For>
        </div>
      </Sheet>
    </div>
  );
}
