import { isWholeSite, PUBLIC_URL_PROBLEM } from "@tureen/shared/platform/public-url";
import { z } from "zod";

const NODE = /^[a-z0-9.-]+:\d{1,5}$/i;

const schema = z.object({
  WEB_FOLDER: z.string().default("web/dist"),
  WEB_PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  SERVER_NODES: z
    .string()
    .default("server:5000")
    .transform((text) => text.split(",").map((node) => node.trim()))
    .refine(
      (nodes) => nodes.every((node) => NODE.test(node)),
      "must look like host:5000,host:5001",
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must look like https://order.example.com" })
    .refine(isWholeSite, PUBLIC_URL_PROBLEM)
    .optional(),
  TRUST_PROXY: z.string().optional(),
  WEB_STRIPE: z.enum(["on", "off"]).default("off"),
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(3_600).default(0),
});

/**
 * What the web server's process needs to know; `servers` are those of collab-server, host:port, where a
 * host's name may stand for several.
 */
export type WebSettings = {
  folder: string;
  port: number;
  servers: readonly string[];
  https: boolean;
  trustProxy: string;
  /** Whether guests pay with Stripe: its scripts and frames are let in. */
  stripe: boolean;
  /** How long it may take to end live connections one by one; pointless where it is the only one. */
  drainMs: number;
};

/** Reads the environment, where blank means unset; or a sentence that names the wrong variable. */
export function readWebSettings(
  env: NodeJS.ProcessEnv,
): { ok: true; settings: WebSettings } | { ok: false; problem: string } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, problem: `${issue?.path.join(".")}: ${issue?.message}` };
  }
  const { WEB_FOLDER, WEB_PORT, SERVER_NODES, PUBLIC_URL, TRUST_PROXY, WEB_STRIPE, DRAIN_SECONDS } =
    parsed.data;
  const https = PUBLIC_URL?.startsWith("https:") ?? false;
  return {
    ok: true,
    settings: {
      folder: WEB_FOLDER,
      port: WEB_PORT,
      servers: SERVER_NODES,
      https,
      // Where there is TLS, something in front of us speaks it, and has to be named.
      trustProxy: TRUST_PROXY ?? (https ? "loopback" : "none"),
      stripe: WEB_STRIPE === "on",
      drainMs: DRAIN_SECONDS * 1_000,
    },
  };
}
