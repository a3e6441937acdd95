import { securityHeaders } from "@tureen/collab-server/web-server/security-headers";
import { expect, it } from "vitest";
import { lanAddresses, publicUrl } from "./addresses.ts";
import { welcomeText } from "./welcome.ts";

it("puts the LAN address into QR codes, unless PUBLIC_URL is set", () => {
  expect(publicUrl(undefined, 3000, ["192.168.1.7"])).toBe("http://192.168.1.7:3000");
  expect(publicUrl(undefined, 3000, [])).toBe("http://localhost:3000");
  expect(publicUrl("https://order.example/", 3000, [])).toBe("https://order.example");
});

it("leaves out addresses that phones cannot reach", () => {
  const entry = { family: "IPv4" as const, netmask: "", mac: "", cidr: null };
  const found = lanAddresses({
    lo: [{ ...entry, internal: true, address: "127.0.0.1" }],
    eth0: [
      { ...entry, internal: false, address: "169.254.3.4" },
      { ...entry, internal: false, address: "10.0.0.5" },
    ],
  });
  expect(found).toEqual(["10.0.0.5"]);
});

it("does not let a Host header write the security policy", () => {
  const policy = (host: string) => securityHeaders(host, false)["Content-Security-Policy"];
  expect(policy("10.0.0.5:3000")).toContain("wss://10.0.0.5:3000");
  expect(policy("evil.example; script-src *")).not.toContain("evil");
  expect(securityHeaders("a", false)).not.toHaveProperty("Strict-Transport-Security");
  expect(securityHeaders("a", true)).toHaveProperty("Strict-Transport-Security");
});

it("prints a link for each table, and says how to get a first restaurant", () => {
  const places = [{ restaurant: "Demo", slug: "demo", tables: [{ label: "1", code: "demo-abc" }] }];
  const welcome = { publicUrl: "http://h", otherUrls: [], notes: [] };
  expect(welcomeText({ ...welcome, places })).toContain("http://h/t/demo-abc");
  expect(welcomeText({ ...welcome, places: [] })).toContain("menu:import");
});
