/** Programs that `npm ci` does not bring. */
export type ProgramKey =
  | "chromium"
  | "firefox"
  | "webkit"
  | "xvfb"
  | "redis"
  | "pgbouncer"
  | "nginx"
  | "postgres"
  | "pgbench"
  | "kubectl";
export const programs: Record<
  ProgramKey,
  { names: string[]; folders?: () => string[]; version?: string; debian: string }
>;
export function findProgram(key: ProgramKey, override?: string): string | undefined;
export function installPrograms(keys: ProgramKey[]): string[];
export function howToGet(key: ProgramKey): string;
