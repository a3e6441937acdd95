import { bad, doubtful, good, type Point } from "./point.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Do phones reach us over HTTPS, and do we know who they are behind a proxy? */
export function judgeAddresses(env: Environment): Point[] {
  const url = env.PUBLIC_URL && URL.canParse(env.PUBLIC_URL) ? new URL(env.PUBLIC_URL) : undefined;
  const here = url && /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(url.hostname);
  return [
    url?.protocol === "https:" && !here
      ? good("public-url", "QR codes lead to an HTTPS address")
      : bad(
          "public-url",
          "PUBLIC_URL is not an HTTPS address that phones can reach",
          "PUBLIC_URL=https://order.example.com, the address that your proxy serves with a certificate",
        ),
    judgeTrust((env.TRUST_PROXY ?? "").trim()),
  ];
}

function judgeTrust(trusted: string): Point {
  const check = "trust-proxy";
  const mend =
    "TRUST_PROXY=loopback, or the addresses of your own proxy that speaks TLS, only those";
  if (trusted === "") {
    const what =
      "TRUST_PROXY is not set: right only if the proxy that speaks TLS is on this machine";
    return doubtful(check, what, mend);
  }
  if (trusted === "none") {
    return bad(check, "TRUST_PROXY is none: all phones share one address and its limits", mend);
  }
  if (/(^|,)\s*(0\.0\.0\.0|::)\/0/.test(trusted)) {
    const what = "TRUST_PROXY believes everybody: a guesser of PINs can pretend any address";
    return bad(check, what, mend);
  }
  return good(check, "Only the named proxies may say who is calling");
}

/** Do the processes run as they should in service? Whoever starts them sets NODE_ENV, if nobody else has. */
export function judgeProcesses(env: Environment): Point {
  const problems = [
    ...(env.DEMONSTRATION ? ["DEMONSTRATION is set: nobody would really pay"] : []),
    ...((env.NODE_ENV || "production") === "production" ? [] : [`NODE_ENV is ${env.NODE_ENV}`]),
    ...(env.CHAOS ? ["CHAOS lets a parent process cause faults"] : []),
  ];
  if (problems.length === 0) return good("processes", "The processes run in production mode");
  return bad("processes", problems.join("; "), "NODE_ENV=production, and no CHAOS");
}

/**
 * Are the logs structured and neither mute nor chatty? `samples`: the last line of each process' log,
 * by file, where there is one; the processes themselves write nothing but JSON.
 */
export function judgeLogs(env: Environment, samples: Readonly<Record<string, string>>): Point {
  const check = "log-format";
  const level = env.LOG_LEVEL || "info";
  if (!["info", "warn"].includes(level)) {
    const what = `LOG_LEVEL is ${level}: too ${level === "debug" || level === "trace" ? "much" : "little"} for service`;
    return bad(check, what, "LOG_LEVEL=info");
  }
  const odd = Object.entries(samples).filter(([, line]) => !isLogLine(line));
  if (odd.length > 0) {
    const files = odd.map(([file]) => file).join(" and ");
    return bad(
      check,
      `The last line of ${files} is not JSON with a level and a time`,
      "nothing may stand between the process and its log, such as pino-pretty",
    );
  }
  return good(check, "Logs are JSON lines for a collector");
}

function isLogLine(line: string): boolean {
  try {
    const { level, time } = JSON.parse(line) as { level?: unknown; time?: unknown };
    return level !== undefined && time !== undefined;
  } catch {
    return false;
  }
}
