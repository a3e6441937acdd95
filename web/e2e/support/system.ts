import { readFileSync } from "node:fs";

export type Role = "manager" | "waiter" | "kitchen";

export interface Login {
  readonly login: string;
  readonly password: string;
}

/** A restaurant of one spec file's own: nobody else uses its tables, kitchen or settings. */
export interface TestRestaurant {
  readonly name: string;
  readonly staff: Readonly<Record<Role, Login>>;
  /** QR codes by table label. */
  readonly tables: Readonly<Record<string, string>>;
  /** The session of 20,000 edits, in the restaurant of replay-long.spec.ts. */
  readonly longSession?: string;
}

export interface System {
  readonly webUrl: string;
  readonly restaurants: Readonly<Record<string, TestRestaurant>>;
}

/** The running system, as the global set-up wrote it down. */
export function readSystem(): System {
  const file = process.env.TUREEN_E2E_SYSTEM;
  if (!file) throw new Error("TUREEN_E2E_SYSTEM is not set: run through web/playwright.config.ts.");
  return JSON.parse(readFileSync(file, "utf8")) as System;
}
