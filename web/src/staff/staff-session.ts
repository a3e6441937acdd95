import type { Answer } from "@tureen/shared/endpoints";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { type Accessor, createSignal } from "solid-js";
import { call, codeOf } from "../platform/live/api.ts";
import { createAsking } from "../platform/live/create-asking.ts";
import type { ClientErrorCode } from "../platform/ui/errors.ts";

export type StaffMember = Answer<"readStaff">;

/** Whether somebody of the staff is signed in on this device. */
export type StaffState =
  | { readonly kind: "checking" }
  /** Nobody could say; it is asked again. */
  | { readonly kind: "unknown"; readonly code: ClientErrorCode }
  | { readonly kind: "out"; readonly expired: boolean }
  | { readonly kind: "in"; readonly member: StaffMember };

export interface StaffSession {
  readonly state: Accessor<StaffState>;
  /** Asks the server again, until there is an answer. */
  check(): Promise<void>;
  signedIn(member: StaffMember): void;
  signOut(): Promise<void>;
  /** Whether `error` means that the sign-in is over; if so the sign-in form is shown. */
  endedBy(error: unknown): boolean;
}

/** Knows who is signed in (by cookie), and starts by asking. */
export function createStaffSession(): StaffSession {
  const [state, setState] = createSignal<StaffState>({ kind: "checking" });
  const ask = createAsking();

  async function check(): Promise<void> {
    const member = await ask(
      () => call("readStaff", {}).catch((error: unknown) => orSignedOut(error)),
      {
        settles: () => false,
        onFailure: (code) => setState({ kind: "unknown", code }),
      },
    );
    setState(member ? { kind: "in", member } : { kind: "out", expired: false });
  }

  void check();
  return {
    state,
    check,
    signedIn: (member) => setState({ kind: "in", member }),
    async signOut() {
      await call("signOut", { body: {} }).catch((error: unknown) => orSignedOut(error));
      setState({ kind: "out", expired: false });
    },
    endedBy(error) {
      if (!isSignedOut(error)) return false;
      setState({ kind: "out", expired: true });
      return true;
    },
  };
}

function isSignedOut(error: unknown): boolean {
  return settles("signIn", codeOf(error));
}

/** Being signed out is an answer too; throws what is none. */
function orSignedOut(error: unknown): undefined {
  if (isSignedOut(error)) return undefined;
  throw error;
}
