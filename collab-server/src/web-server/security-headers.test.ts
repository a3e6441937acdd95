import { describe, expect, it } from "vitest";
import { securityHeaders } from "./security-headers.ts";

const directives = (stripe: boolean, https = true) =>
  new Map(
    securityHeaders("table.example", https, { stripe })
      ["Content-Security-Policy"]!.split("; ")
      .map((directive) => {
        const [name = "", ...sources] = directive.split(" ");
        return [name, sources] as const;
      }),
  );

describe("the policy of pages", () => {
  it("names nobody else while Stripe is not configured", () => {
    const headers = securityHeaders("table.example", true);
    expect(JSON.stringify(headers)).not.toContain("stripe");
    expect(headers["Permissions-Policy"]).toContain("payment=()");
    expect(headers["Cross-Origin-Opener-Policy"]).toBe("same-origin");
    expect(directives(false).has("frame-src")).toBe(false);
    expect(securityHeaders("table.example", true, { stripe: false })).toEqual(headers);
  });

  it("lets in what the Payment Element needs, and nothing more, when it is", () => {
    const without = directives(false);
    const opened = directives(true);
    expect(opened.get("script-src")).toEqual(["'self'", "https://js.stripe.com"]);
    expect(opened.get("connect-src")).toEqual([
      ...without.get("connect-src")!,
      "https://api.stripe.com",
    ]);
    expect(opened.get("frame-src")).toEqual(["https://js.stripe.com", "https://hooks.stripe.com"]);
    const rest = (all: Map<string, string[]>) =>
      [...all].filter(([name]) => !/^(script|connect|frame)-src$/.test(name));
    expect(rest(opened)).toEqual(rest(without));
  });

  it("lets the Element ask for Apple Pay and Google Pay, and their windows answer", () => {
    const headers = securityHeaders("table.example", true, { stripe: true });
    expect(headers["Permissions-Policy"]).toContain('payment=(self "https://js.stripe.com")');
    expect(headers["Cross-Origin-Opener-Policy"]).toBe("same-origin-allow-popups");
  });
});
