import type { Answer } from "@tureen/shared/http/contracts";
import { type Accessor, createSignal } from "solid-js";
import { ApiError, call, codeOf } from "../api.ts";
import type { ClientErrorCode } from "../ui/errors.ts";

export type StaffMember = Answer<"readStaff">;

/** Whether somebody of the staff is signed in on this device. */
export type StaffState =
  | { readonly kind: "checking" }
  | { readonly kind: "unknown"; readonly code: ClientErrorCode }
  | { readonly kind: "out"; readonly expired: boolean }
  | { readonly kind: "in"; readonly member: StaffMember };

export interface StaffSession {
  readonly state: Accessor<StaffState>;
  /** Asks the server again. */
  check(): Promise<void>;
  signedIn(member: StaffMember): void;
  signOut(): Promise<void>;
  /** Whether `error` means that the sign-in is over; if so the sign-in form is shown. */
  endedBy(error: unknown): boolean;
}

/** Knows who is signed in (by cookie), and starts by asking. */
export function createStaffSession(): StaffSession {
  const [state, setState] = createSignal<StaffState>({ kind: "checking" });

  async function check(): Promise<void> {
    try {
      setState({ kind: "in", member: await call("readStaff", {}) });
    } catch (error) {
      setState(
        isSignedOut(error)
          ? { kind: "out", expired: false }
          : { kind: "unknown", code: codeOf(error) },
      );
    }
  }

  void check();
  return {
    state,
    check,
    signedIn: (member) => setState({ kind: "in", member }),
    async signOut() {
      try {
        await call("signOut", { body: {} });
      } catch (error) {
        if (!isSignedOut(error)) throw error;
      }
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
  return error instanceof ApiError && error.status === 401;
}
