import { ApiError } from "../live/api.ts";
import { errorSentence } from "./errors.ts";
import { uiMessages } from "./messages/messages.ts";
import { toast, toasts } from "./toasts.ts";
import { isReleaseGone, reloadApp } from "./updates.ts";

type Sentence = "failed.something" | "failed.part" | "failed.release";

const BAD = { tone: "bad", icon: "alert" } as const;

/** Vite says so when a part of the app, or its styles, could not be fetched. */
interface PreloadErrorEvent extends Event {
  readonly payload: unknown;
}

/** What has been told of our own failures: one in a loop is told once, not for as long as it lasts. */
const told = new Set<Sentence>();
/** Failures of parts, told with what can be done about them. */
const ofParts = new WeakSet<object>();

/**
 * Tells the person about everything that failed and that nobody caught, once for each kind of it, so
 * that nothing they asked for is lost without a word. Called once, by main.
 */
export function watchFailures(): void {
  addEventListener("error", ({ error }) => tell(error));
  addEventListener("unhandledrejection", ({ reason }) => tell(reason));
  addEventListener("vite:preloadError", (event) => {
    const { payload } = event as PreloadErrorEvent;
    if (payload instanceof Error) ofParts.add(payload);
    void tellNewRelease();
  });
}

/** What failed where nobody caught it; nothing is said of what is none of ours, or was given up. */
function tell(failure: unknown): void {
  // Browsers report other sites' scripts, and layout that takes a frame longer, without an error.
  if (failure === null || failure === undefined || isAbort(failure)) return;
  if (failure instanceof ApiError) {
    const text = errorSentence(failure.code);
    if (!toasts().some((shown) => shown.text === text)) toast(text, BAD);
  } else if (ofParts.has(failure as object)) tellOnce("failed.part");
  else tellOnce("failed.something");
}

/** A part that is gone with its release cannot be had by trying again; whoever lacks it may catch that. */
async function tellNewRelease(): Promise<void> {
  if (await isReleaseGone()) tellOnce("failed.release", true);
}

function tellOnce(sentence: Sentence, stays = false): void {
  if (told.has(sentence)) return;
  told.add(sentence);
  const action = { label: uiMessages.t("reload"), run: () => void reloadApp() };
  toast(uiMessages.t(sentence), { ...BAD, action, stays });
}

function isAbort(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === "AbortError";
}
