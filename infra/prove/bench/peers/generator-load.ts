/** Beyond these the generator measures itself. */
const MAX_LATE_P99_MS = 10;
const MAX_CPU_SHARE = 0.9;

/** How the load generator itself fared. */
export interface GeneratorLoad {
  readonly lateP99Ms: number;
  /** Of one core: the generator has one thread. */
  readonly cpuShare: number;
}

/** Why a measurement is the generator's own and has to be discarded; null when it is not. */
export function generatorProblem({ lateP99Ms, cpuShare }: GeneratorLoad): string | null {
  if (cpuShare > MAX_CPU_SHARE) {
    return `the generator used ${Math.round(cpuShare * 100)} % of a core`;
  }
  if (lateP99Ms > MAX_LATE_P99_MS) {
    return `the generator was ${lateP99Ms.toFixed(0)} ms late at p99`;
  }
  return null;
}
