import { bad, doubtful, good, type Point } from "./point.ts";

const TIMEOUT_MS = 5_000;

/** Does this process answer with metrics of ours? */
export async function checkMetrics(
  who: "server" | "worker",
  url: string | undefined,
): Promise<Point> {
  const check = `monitoring-${who}`;
  const setting = `${who.toUpperCase()}_METRICS_URL`;
  const mend = `name the address of the ${who}'s /metrics in ${setting}, on the port ${who.toUpperCase()}_PORT`;
  if (url === undefined) return bad(check, `Nobody says where the ${who}'s metrics are`, mend);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const ours = response.ok && /^tureen_\w+/m.test(await response.text());
    if (ours) return good(check, `The ${who}'s metrics are served at ${url}`);
    return bad(check, `${url} answers ${response.status} without metrics of ours`, mend);
  } catch (error) {
    return bad(check, `The ${who}'s metrics are not reachable at ${url} (${reason(error)})`, mend);
  }
}

/** What Prometheus says about itself. */
export interface PrometheusFacts {
  /** Names of the alerts whose rules it has loaded. */
  readonly alerts: readonly string[];
  /** Alertmanagers that it tells. */
  readonly alertmanagers: number;
  /** When the newest backup was begun, ms since 1970, as far as Prometheus knows. */
  readonly newestBackup: number | undefined;
}

interface Rules {
  groups: { rules: { type: string; name: string }[] }[];
}
interface Alertmanagers {
  activeAlertmanagers: unknown[];
}
interface Vector {
  result: { value: [number, string] }[];
}

/** Asks Prometheus; throws when it does not answer. */
export async function readPrometheus(origin: string): Promise<PrometheusFacts> {
  const ask = async <T>(path: string): Promise<T> => {
    const url = new URL(`${origin.replace(/\/$/, "")}/api/v1/${path}`);
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return ((await response.json()) as { data: T }).data;
  };
  const { groups } = await ask<Rules>("rules?type=alert");
  const { activeAlertmanagers } = await ask<Alertmanagers>("alertmanagers");
  const { result } = await ask<Vector>(
    "query?query=max(tureen_backup_last_success_timestamp_seconds)",
  );
  return {
    alerts: groups.flatMap(({ rules }) => rules.map(({ name }) => name)),
    alertmanagers: activeAlertmanagers.length,
    newestBackup: result[0] && Number(result[0].value[1]) * 1000,
  };
}

/** The names of the alerts in a rules file. */
export function alertsIn(rulesFile: string): string[] {
  return [...rulesFile.matchAll(/^\s*-?\s*alert:\s*"?(\w+)"?\s*$/gm)].map((match) => match[1]!);
}

/** Are the alerts that we ship loaded, and does somebody hear them? */
export function judgeAlerts(shipped: readonly string[], facts: PrometheusFacts | undefined): Point {
  const check = "alerts";
  if (shipped.length === 0) {
    return bad(
      check,
      "There are no alert rules in infra/deploy/monitoring",
      "restore the checkout",
    );
  }
  if (facts === undefined) {
    return doubtful(
      check,
      `${shipped.length} alert rules are there; nobody says whether they are loaded`,
      "name the Prometheus that loads infra/deploy/monitoring in PROMETHEUS_URL",
    );
  }
  const missing = shipped.filter((name) => !facts.alerts.includes(name));
  if (missing.length > 0) {
    return bad(
      check,
      `Prometheus has not loaded ${missing.join(", ")}`,
      "add the files of infra/deploy/monitoring to its rule_files and reload it",
    );
  }
  if (facts.alertmanagers === 0) {
    return bad(
      check,
      "Prometheus tells nobody of its alerts",
      "name an Alertmanager under alerting in its configuration",
    );
  }
  return good(
    check,
    `Prometheus has loaded all ${shipped.length} alerts and tells an Alertmanager`,
  );
}

/** Why a request failed; fetch hides it in the cause. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!(cause instanceof Error)) return message;
  return "code" in cause ? String(cause.code) : cause.message;
}
