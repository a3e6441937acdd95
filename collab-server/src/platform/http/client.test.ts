import { describe, expect, it } from "vitest";
import { createClientReader } from "./client.ts";

const headers = (values: Record<string, string>) => (name: string) => values[name];

describe("who the client is", () => {
  it("is the peer when no proxy is trusted, whatever it says", () => {
    const read = createClientReader("none");
    const said = headers({
      "x-forwarded-for": "9.9.9.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.example",
      host: "Tureen.example",
    });
    expect(read("203.0.113.7", said)).toEqual({
      address: "203.0.113.7",
      host: "tureen.example",
      secure: false,
    });
  });

  it("is whom the trusted proxy names, not whom the client names", () => {
    const read = createClientReader("loopback");
    const said = headers({
      "x-forwarded-for": "9.9.9.9, 203.0.113.7",
      "x-forwarded-proto": "https",
    });
    expect(read("::ffff:127.0.0.1", said)).toMatchObject({ address: "203.0.113.7", secure: true });
    expect(read("203.0.113.8", said)).toMatchObject({ address: "203.0.113.8", secure: false });
  });

  it("looks through several trusted proxies and stops at what is no address", () => {
    const read = createClientReader("loopback, 10.0.0.0/8");
    const through = (chain: string) =>
      read("127.0.0.1", headers({ "x-forwarded-for": chain })).address;
    expect(through("198.51.100.4, 10.1.2.3")).toBe("198.51.100.4");
    expect(through("198.51.100.4, unknown, 10.1.2.3")).toBe("10.1.2.3");
    expect(through("")).toBe("127.0.0.1");
  });

  it("counts an IPv6 network as one client", () => {
    const read = createClientReader("none");
    const from = (address: string) => read(address, () => undefined).address;
    expect(from("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1:2::/64");
    expect(from("2001:db8:1:2::ffff")).toBe(from("2001:db8:1:2:3:4:5:6"));
    expect(from("2001:db8::1")).toBe("2001:db8:0:0::/64");
  });

  it("says which part of the trusted proxies it cannot read", () => {
    for (const part of ["proxy.local", "10.0.0.0/40", "10.0.0.0/x"]) {
      expect(() => createClientReader(`loopback, ${part}`)).toThrow(part);
    }
  });
});
