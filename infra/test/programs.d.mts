/** Programs that the tests need and npm does not bring. */
export type ProgramKey = "chromium" | "redis";
export const programs: Record<ProgramKey, { names: string[]; debian: string }>;
export function findProgram(key: ProgramKey, override?: string): string | undefined;
export function ensurePrograms(keys: ProgramKey[]): void;
