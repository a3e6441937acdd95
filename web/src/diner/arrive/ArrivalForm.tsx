import type { Answer } from "@tureen/shared/endpoints";
import { MAX_NAME_LENGTH } from "@tureen/shared/platform/limits";
import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { ApiError, call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { dinerMessages } from "../messages/messages.ts";
import {
  arrivalAt,
  rememberedName,
  rememberName,
  type Seat,
  seatFromGrant,
} from "../model/seat.ts";
import styles from "./Arrival.module.css";
import { cleanPin, type Invitation } from "./pin.ts";

/** Opens a free table or joins an open one; what went wrong is said where it happened. */
export function ArrivalForm(props: {
  readonly code: string;
  readonly info: Answer<"readTable">;
  /** From a join QR, if any. */
  readonly invitation: Invitation;
  /** The invitation is no longer good: the PIN is needed after all. */
  readonly onInvitationOver: () => void;
  readonly onSeated: (seat: Seat) => void;
  /** The table is no longer as `info` says: read it again. */
  readonly onOutdated: () => void;
}) {
  const { t } = dinerMessages;
  const [name, setName] = createSignal(rememberedName());
  const [pin, setPin] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [errors, setErrors] = createSignal<{ name?: string; pin?: string; form?: string }>({});
  const [waitS, setWaitS] = createSignal(0);
  let nameInput: HTMLInputElement | undefined;
  let pinInput: HTMLInputElement | undefined;

  createEffect(() => setPin(props.invitation.pin));
  // Chosen long before it is used: what one tab stores, another reads only a moment later.
  onMount(() => void arrivalAt(props.code));
  const joining = () => props.info.state === "open";
  const invited = () => props.invitation.key !== "";
  const staffOpens = () => !joining() && props.info.opening === "staff";

  /** Nothing was wrong with what the guest wanted: it is tried again when the wait is over. */
  let triesItself = false;
  const countdown = setInterval(() => {
    const left = setWaitS((before) => Math.max(0, before - 1));
    if (left === 0 && triesItself) void submit();
  }, 1000);
  onCleanup(() => clearInterval(countdown));

  async function submit(event?: SubmitEvent) {
    event?.preventDefault();
    if (busy() || waitS() > 0) return;
    const wanted = name().trim();
    const missingPin = joining() && !invited() && pin().length < props.info.pinLength;
    setErrors({
      name: wanted ? undefined : t("nameMissing"),
      pin: missingPin ? t("pinMissing", { count: props.info.pinLength }) : undefined,
    });
    if (missingPin) pinInput?.focus();
    else if (!wanted) nameInput?.focus();
    if (missingPin || !wanted) return;
    triesItself = false;
    setBusy(true);
    try {
      const params = { code: props.code };
      const arrival = arrivalAt(props.code);
      const grant = joining()
        ? await call("joinTable", {
            params,
            body: {
              name: wanted,
              arrival,
              ...(invited() ? { key: props.invitation.key } : { pin: pin() }),
            },
          })
        : await call("openTable", { params, body: { name: wanted, arrival } });
      rememberName(wanted);
      const seat = seatFromGrant(props.code, props.info, grant);
      props.onSeated(seat);
    } catch (error) {
      explain(error);
    } finally {
      setBusy(false);
    }
  }

  function explain(error: unknown) {
    const code = codeOf(error);
    const sentence = errorSentence(code);
    if (error instanceof ApiError && error.retryAfterS) {
      setWaitS(Math.ceil(error.retryAfterS));
      triesItself = code === "overloaded";
    }
    if (code === "join-link-old") {
      props.onInvitationOver();
      setErrors({ pin: sentence });
      pinInput?.focus();
    } else if (code === "pin-wrong" || code === "pin-locked" || code === "pin-wait") {
      const left = error instanceof ApiError ? error.attemptsLeft : undefined;
      setErrors({ pin: left ? `${sentence} ${t("triesLeft", { count: left })}` : sentence });
      setPin("");
      pinInput?.focus();
    } else if (code === "field-invalid") {
      setErrors({ name: sentence });
    } else {
      setErrors({ form: sentence });
      if (code.startsWith("table-") || code.startsWith("session-")) props.onOutdated();
    }
  }

  return (
    <form class={styles.form} onSubmit={(event) => void submit(event)} novalidate>
      <div role="alert">
        <Show when={errors().form}>{(text) => <p class={styles.notice}>{text()}</p>}</Show>
      </div>
      <Show
        when={!staffOpens()}
        fallback={
          <>
            <p class={styles.lead}>{t("staffOpens")}</p>
            <Button variant="primary" size="l" wide icon="refresh" onClick={props.onOutdated}>
              {t("checkAgain")}
            </Button>
          </>
        }
      >
        <p class={styles.lead}>
          {t(!joining() ? "openLead" : invited() ? "joinInvited" : "joinLead")}
        </p>
        <Show when={joining() && !invited()}>
          <Field
            ref={(element) => {
              pinInput = element;
            }}
            label={t("pin")}
            hint={t("pinHint")}
            class={styles.pin}
            value={pin()}
            inputmode="numeric"
            autocomplete="one-time-code"
            name="pin"
            error={errors().pin}
            onInput={(event) => {
              const clean = cleanPin(event.currentTarget.value, props.info.pinLength);
              setPin(clean);
              event.currentTarget.value = clean;
            }}
          />
        </Show>
        <Field
          ref={(element) => {
            nameInput = element;
          }}
          label={t("yourName")}
          hint={t("nameHint")}
          value={name()}
          maxLength={MAX_NAME_LENGTH}
          autocomplete="given-name"
          name="name"
          enterkeyhint="go"
          error={errors().name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="primary" size="l" wide busy={busy() || waitS() > 0}>
          <Show when={waitS() > 0} fallback={joining() ? t("join") : t("open")}>
            {t("waitSeconds", { count: waitS() })}
          </Show>
        </Button>
        <Show when={busy()}>
          <span class="visually-hidden" role="status">
            {uiMessages.t("loading")}
          </span>
        </Show>
      </Show>
    </form>
  );
}
