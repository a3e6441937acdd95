import { type Accessor, createSignal, onCleanup } from "solid-js";

/** Time to think better of it; the ticket's own sheet can undo later. */
const SHOWN_MS = 10_000;

/** One short message for the whole kitchen, readable from afar. */
export interface Notice {
  readonly text: string;
  readonly tone: "plain" | "bad";
  readonly undo?: () => void;
}

export interface NoticeBoard {
  readonly notice: Accessor<Notice | undefined>;
  say(notice: Notice): void;
  dismiss(): void;
}

/** Holds the latest notice for ten seconds. */
export function createNotice(): NoticeBoard {
  const [notice, setNotice] = createSignal<Notice>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const dismiss = () => {
    clearTimeout(timer);
    setNotice(undefined);
  };
  return {
    notice,
    say(next) {
      clearTimeout(timer);
      setNotice(next);
      timer = setTimeout(() => setNotice(undefined), SHOWN_MS);
    },
    dismiss,
  };
}
