/** Two years, as browsers' preload lists ask. */
const HSTS = "max-age=63072000; includeSubDomains";

/** Headers for every answer. `host` is the request's own; it allows the page's WebSocket. */
export function securityHeaders(host: string | undefined, https: boolean): Record<string, string> {
  // Some browsers do not count ws: and wss: as 'self'. A strange Host must not write our policy.
  const ownHost = host && /^[a-z0-9.:[\]-]{1,255}$/i.test(host) ? host : undefined;
  const schemes = https ? ["wss"] : ["ws", "wss"];
  const sockets = ownHost ? schemes.map((scheme) => ` ${scheme}://${ownHost}`).join("") : "";
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Components place themselves with style attributes; style elements stay ours.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    // A table's address lets its reader sit down at it: it stays with us.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    ...(https && { "Strict-Transport-Security": HSTS }),
  };
}
