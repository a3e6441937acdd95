/** Two years, as browsers' preload lists ask. */
const HSTS = "max-age=63072000; includeSubDomains";

/**
 * What the Payment Element needs, as Stripe's security guide has it: its script has to come from
 * there, card fields are its frames, and the bank's 3-D Secure page is in one of the other.
 */
const STRIPE = {
  script: " https://js.stripe.com",
  connect: " https://api.stripe.com",
  frame: "https://js.stripe.com https://hooks.stripe.com",
};

/**
 * Headers for every answer. `host` is the request's own; it allows the page's WebSocket. Where guests
 * pay with Stripe, its Payment Element is let in.
 */
export function securityHeaders(
  host: string | undefined,
  https: boolean,
  { stripe = false }: { stripe?: boolean } = {},
): Record<string, string> {
  // Some browsers do not count ws: and wss: as 'self'. A strange Host must not write our policy.
  const ownHost = host && /^[a-z0-9.:[\]-]{1,255}$/i.test(host) ? host : undefined;
  const schemes = https ? ["wss"] : ["ws", "wss"];
  const sockets = ownHost ? schemes.map((scheme) => ` ${scheme}://${ownHost}`).join("") : "";
  const policy = [
    "default-src 'none'",
    `script-src 'self'${stripe ? STRIPE.script : ""}`,
    "style-src 'self'",
    // Components place themselves with style attributes; style elements stay ours.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}${stripe ? STRIPE.connect : ""}`,
    ...(stripe ? [`frame-src ${STRIPE.frame}`] : []),
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
    // Apple Pay and Google Pay are asked for by the Element's frames, and are off where this says so.
    "Permissions-Policy": `camera=(self), microphone=(), geolocation=(), payment=(${
      stripe ? 'self "https://js.stripe.com"' : ""
    }), usb=()`,
    // Some of them open a window that has to answer the page.
    "Cross-Origin-Opener-Policy": stripe ? "same-origin-allow-popups" : "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    ...(https && { "Strict-Transport-Security": HSTS }),
  };
}
