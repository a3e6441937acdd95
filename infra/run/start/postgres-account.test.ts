import { expect, it } from "vitest";
import { pickAccount } from "./postgres-account.ts";

const nobody = "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin";
const postgres = "postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash";

it("prefers the postgres user, then nobody, never root", () => {
  expect(pickAccount(`${nobody}\n${postgres}`)).toEqual({ name: "postgres", uid: 101, gid: 104 });
  expect(pickAccount(`root:x:0:0::/root:/bin/sh\n${nobody}`)?.uid).toBe(65_534);
  expect(pickAccount("postgres:x:0:0::/:/bin/sh")).toBeUndefined();
});
