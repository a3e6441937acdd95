import type { Answer } from "@tureen/shared/endpoints";
import { type MenuDraft, placesOf } from "@tureen/shared/menu/draft/draft";
import type { MenuCourse } from "@tureen/shared/menu/menu";
import type { Station } from "@tureen/shared/menu/stations";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { call, codeOf } from "../../../platform/live/api.ts";
import { createAsking } from "../../../platform/live/create-asking.ts";
import { dropStored, readStored, writeStored } from "../../../platform/storage.ts";
import type { ClientErrorCode } from "../../../platform/ui/errors.ts";
import { type Change, DraftQueue } from "./draft-queue.ts";

/** How often a page looks for what others wrote, ms. */
const LOOK_EVERY_MS = 5_000;

/** Failures after which sending a change again is of use: none of them is about the change. */
const PASSING: ReadonlySet<string> = new Set([
  ...["network", "timeout", "captive-portal", "internal", "overloaded", "restarting"],
  ...["storage-unavailable", "server-too-old", "rate-limited"],
]);

/** A change that the server did not make, for its writer to decide about. */
export interface Refused {
  readonly change: Change;
  readonly conflicts: Answer<"editMenuDraft">["conflicts"];
}

/** Facts about the draft that are not part of it. */
export type DraftFacts = Pick<
  Answer<"readMenuDraft">,
  "edited" | "inForce" | "plannedFor" | "restaurant" | "slug"
>;

export interface DraftSession {
  /** Undefined until it was read. */
  readonly facts: Accessor<DraftFacts | undefined>;
  /** The stations that dishes may be made at; none until they were read. */
  readonly stations: Accessor<readonly Station[]>;
  /** The courses that dishes may be of; none until they were read, and where there are none. */
  readonly courses: Accessor<readonly MenuCourse[]>;
  /** What is shown: everything that was written here, also what is still on its way. */
  readonly draft: MenuDraft;
  /** Why the draft cannot be read right now. */
  readonly failure: Accessor<ClientErrorCode | undefined>;
  /** Changes that are on their way. */
  readonly unsaved: Accessor<number>;
  /** Why they do not arrive; undefined while they do. */
  readonly trouble: Accessor<ClientErrorCode | undefined>;
  readonly refused: Accessor<readonly Refused[]>;
  /** What a thing of the draft is called, or was before somebody took it away. */
  readonly nameOf: (id: string) => string | undefined;
  readonly canUndo: Accessor<boolean>;
  readonly canRedo: Accessor<boolean>;
  /** Makes a change; false when it cannot be made of what is shown. */
  make(change: Change): boolean;
  undo(): void;
  redo(): void;
  /** The writer has decided about what was refused. */
  dismiss(refused: Refused): void;
  /** The server's revision, once everything that was written here has arrived. */
  settled(): Promise<number>;
  /** Reads the draft anew. */
  read(): Promise<void>;
}

/** Follows the menu's draft and writes into it, until its owner is gone. */
export function createDraft(deps: {
  /** Shows the sign-in when `error` means that it is over. */
  readonly endedBy: (error: unknown) => boolean;
  /** Told of a change that the server will never take, with why. */
  readonly onLost: (code: ClientErrorCode) => void;
}): DraftSession {
  const [draft, setDraft] = createStore<MenuDraft>({ categories: [] });
  const [facts, setFacts] = createSignal<DraftFacts>();
  const [stations, setStations] = createSignal<readonly Station[]>([]);
  const [courses, setCourses] = createSignal<readonly MenuCourse[]>([]);
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  const [trouble, setTrouble] = createSignal<ClientErrorCode>();
  const [unsaved, setUnsaved] = createSignal(0);
  const [refused, setRefused] = createSignal<readonly Refused[]>([]);
  const [canUndo, setCanUndo] = createSignal(false);
  const [canRedo, setCanRedo] = createSignal(false);
  const askToRead = createAsking();
  const askToSend = createAsking();
  let queue: DraftQueue | undefined;
  let sending: Promise<void> | undefined;
  let ended = false;
  /** Names as they were when others' edits arrived: what is refused may be about what these took away. */
  const lastNames = new Map<string, string>();
  const keptUnder = (restaurantId: string) => `tureen.menu-edits.${restaurantId}`;

  function show(): void {
    const now = facts();
    if (!queue || !now) return;
    // By id, so that a field which somebody is typing in stays the same field.
    setDraft(reconcile(queue.view, { key: "id", merge: false }));
    setUnsaved(queue.pending.length);
    setCanUndo(queue.canUndo);
    setCanRedo(queue.canRedo);
    const key = keptUnder(now.restaurant.id);
    if (queue.pending.length === 0) dropStored(key);
    else writeStored(key, queue.pending);
  }

  /** Without stations and courses a menu can be written all the same. */
  async function readWords(): Promise<void> {
    try {
      setStations((await call("listStations", {})).stations);
      setCourses((await call("readCourses", {})).courses);
    } catch (error) {
      deps.endedBy(error);
    }
  }

  /** Before what others wrote is taken in. */
  function keepNames(): void {
    for (const [id, { thing }] of placesOf(queue?.view ?? draft)) lastNames.set(id, thing.name);
  }

  async function read(): Promise<void> {
    void readWords();
    try {
      const answer = await askToRead(() => call("readMenuDraft", {}), {
        settles: (code) => settles("reading", code),
        onFailure: setFailure,
      });
      const { draft: read, revision, ...others } = answer;
      const stored = readStored<readonly Change[]>(keptUnder(others.restaurant.id));
      setFacts(others);
      keepNames();
      if (queue) queue.reset(read, revision);
      else queue = new DraftQueue(read, revision, Array.isArray(stored) ? stored : []);
      setFailure(undefined);
      show();
      void send();
    } catch (error) {
      if (!deps.endedBy(error)) setFailure(codeOf(error));
    }
  }

  /** Sends what is pending, one change after the other. */
  function send(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    for (let change = queue?.pending[0]; queue && change; change = queue.pending[0]) {
      const body = { since: queue.revision, edits: [...change] };
      try {
        const answer = await askToSend(() => call("editMenuDraft", { body: body as never }), {
          settles: (code) => !PASSING.has(code),
          onFailure: setTrouble,
        });
        const { conflicts } = answer;
        keepNames();
        if (conflicts.length > 0) setRefused((all) => [...all, { change, conflicts }]);
        else setFacts((now) => now && { ...now, edited: true });
        const known = queue.answered(answer as Parameters<DraftQueue["answered"]>[0]);
        setTrouble(undefined);
        show();
        if (!known) await read();
      } catch (error) {
        if (deps.endedBy(error)) return;
        // It will never be taken: it must not keep those after it.
        deps.onLost(codeOf(error));
        queue.answered({ revision: queue.revision, missed: [], conflicts: [NEVER] });
        setTrouble(undefined);
        show();
      }
    }
  }

  async function look(): Promise<void> {
    if (!queue || queue.pending.length > 0 || document.visibilityState !== "visible") return;
    const since = queue.revision;
    try {
      const news = await call("readMenuEdits", { query: { since: String(since) as never } });
      if (queue.pending.length > 0 || queue.revision !== since) return;
      const { inForce, plannedFor } = news;
      keepNames();
      const moved = inForce !== facts()?.inForce;
      const known = queue.missed(news.missed as never, news.revision);
      setFacts((now) => now && { ...now, inForce, plannedFor });
      // Whether it holds edits to publish is not said here.
      if (!known || moved) await read();
      else if (news.revision !== since) {
        setFacts((now) => now && { ...now, edited: true });
        show();
      }
    } catch (error) {
      // What others wrote can wait, the end of the sign-in cannot.
      deps.endedBy(error);
    }
  }

  void read();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const warn = (event: BeforeUnloadEvent) => {
    if (queue && queue.pending.length > 0) event.preventDefault();
  };
  addEventListener("beforeunload", warn);
  onCleanup(() => {
    ended = true;
    clearInterval(timer);
    removeEventListener("beforeunload", warn);
  });

  const changed = (did: boolean | undefined): boolean => {
    if (!did || ended) return false;
    show();
    void send();
    return true;
  };

  return {
    ...{
      facts,
      stations,
      courses,
      draft,
      failure,
      unsaved,
      trouble,
      refused,
      canUndo,
      canRedo,
      read,
    },
    make: (change) => changed(queue?.make(change)),
    undo: () => void changed(queue?.undo()),
    redo: () => void changed(queue?.redo()),
    nameOf: (id) => placesOf(draft).get(id)?.thing.name ?? lastNames.get(id),
    dismiss: (one) => setRefused((all) => all.filter((each) => each !== one)),
    async settled() {
      await send();
      return queue?.revision ?? 0;
    },
  };
}

/** Stands for why a change was given up. */
const NEVER = { edit: 0, reason: "changed", id: "" } as const;
