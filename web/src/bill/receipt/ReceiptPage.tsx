import { useParams } from "@solidjs/router";
import { checkProof, type ProofVerdict } from "@tureen/shared/bill/proof";
import type { AnyReceipt } from "@tureen/shared/bill/receipt";
import type { Answer } from "@tureen/shared/endpoints";
import { createEffect, createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { LanguageSwitcher } from "../../platform/ui/LanguageSwitcher.tsx";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { receiptMessages } from "./messages/messages.ts";
import styles from "./ReceiptPage.module.css";
import { ReceiptPaper } from "./ReceiptPaper.tsx";
import { ReceiptProof } from "./ReceiptProof.tsx";
import { agreesWithBefore } from "./seen-before.ts";
import { receiptTitle } from "./title.ts";

/** What no address of a receipt can become by asking again. */
const UNKNOWN: ReadonlySet<ClientErrorCode> = new Set(["receipt-unknown", "field-invalid"]);

/** What the page makes of an answer: the receipt is read from the same text that the proof begins with. */
interface Found {
  readonly answer: Answer<"readReceipt">;
  /** Undefined where somebody has made the text into no receipt at all. */
  readonly receipt: AnyReceipt | undefined;
  readonly verdict: ProofVerdict;
}

/** A receipt for whoever has its address: to read, to print, and with what proves it. */
export function ReceiptPage() {
  const { t } = receiptMessages;
  const params = useParams<{ token: string }>();
  const [found, setFound] = createSignal<Found>();
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  const ask = createAsking();

  onMount(async () => {
    try {
      const answer = await ask(() => call("readReceipt", { params: { token: params.token } }), {
        settles: (code) => UNKNOWN.has(code),
        onFailure: setFailure,
      });
      setFailure(undefined);
      setFound(judged(params.token, answer));
    } catch (error) {
      setFailure(codeOf(error));
    }
  });

  // A receipt that is printed to a file is found again by its name.
  const titleBefore = document.title;
  createEffect(() => {
    const receipt = found()?.receipt;
    if (receipt) document.title = `${receiptTitle(receipt)} · ${receipt.restaurant}`;
  });
  onCleanup(() => {
    document.title = titleBefore;
  });

  const isUnknown = () => {
    const code = failure();
    return code !== undefined && UNKNOWN.has(code);
  };

  return (
    <main class={styles.page}>
      <div class={styles.language}>
        <LanguageSwitcher />
      </div>
      <Switch fallback={<Skeleton lines={10} />}>
        <Match when={found()}>
          {(shown) => (
            <>
              <Show when={shown().answer.replacedBy}>
                {(newer) => (
                  <p class={styles.replaced}>
                    {t("replacedBy")}{" "}
                    {/* Another receipt is another page: nothing of this one may stay. */}
                    <a href={`/r/${newer()}`} rel="external">
                      {t("seeNewer")}
                    </a>
                  </p>
                )}
              </Show>
              <Show when={shown().receipt}>
                {(receipt) => (
                  <>
                    <ReceiptPaper receipt={receipt()} signing={shown().answer.signing} />
                    {/* Firefox on Android learnt it late: the browser's own menu is left there. */}
                    <Button
                      class={styles.print}
                      icon="print"
                      wide
                      onClick={() => globalThis.print?.()}
                    >
                      {t("print")}
                    </Button>
                  </>
                )}
              </Show>
              <ReceiptProof
                verdict={shown().verdict}
                proof={shown().answer.proof}
                slug={params.token.slice(0, params.token.indexOf("-"))}
              />
            </>
          )}
        </Match>
        <Match when={isUnknown()}>
          <EmptyState icon="receipt" title={t("unknown")} text={t("unknownText")} />
        </Match>
        <Match when={failure()}>
          {(code) => (
            <EmptyState icon="cloudOff" title={t("unreachable")} text={errorSentence(code())} />
          )}
        </Match>
      </Switch>
    </main>
  );
}

function judged(token: string, answer: Answer<"readReceipt">): Found {
  const { text, proof } = answer;
  const verdict = checkProof(text, proof);
  const holds = verdict !== "broken" && agreesWithBefore(token, proof);
  return { answer, receipt: parsed(text), verdict: holds ? verdict : "broken" };
}

function parsed(text: string): AnyReceipt | undefined {
  try {
    return JSON.parse(text) as AnyReceipt;
  } catch {
    return undefined;
  }
}
