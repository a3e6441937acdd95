import { findAuthSession } from "@tureen/persistence/platform/auth-sessions";
import type { Database } from "@tureen/persistence/platform/database";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { eraseDiner } from "@tureen/persistence/table/erase-diner";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { readSessionForDiner } from "@tureen/persistence/table/read-session";
import { renameDiner } from "@tureen/persistence/table/rename-diner";
import { TureenError } from "@tureen/shared/platform/errors";
import { seatOf } from "@tureen/shared/table/document/keys";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import { dinerMustBePresent } from "./diner-access.ts";
import { joinKeyOf } from "./join-key.ts";
import type { TableLimits } from "./table-limits.ts";

interface Deps {
  readonly database: Database;
  readonly limits: Pick<TableLimits, "refresh">;
  readonly jwtKeys: SecretKeys;
}

/** What a diner can do at their table beside its document. */
export function addDinerRoutes(api: Api<Deps>): void {
  const { database, limits, jwtKeys } = api.deps;
  const [jwtKey] = jwtKeys;

  route(api, "refreshToken", async ({ body, client, now, context }) => {
    await limits.refresh(client.address);
    const found = await findAuthSession(database, { token: body.refreshToken, now });
    if (found?.role !== "diner") throw new TureenError("token-invalid");
    const { restaurantId, sessionId, diner } = found;
    context.set("caller", { restaurantId, sessionId, diner });
    const { gone, sessionStatus: status, sessionExpiresAt: expiresAt } = found;
    dinerMustBePresent({ gone, status, expiresAt }, now);
    const issued = await issueDinerToken(jwtKey, { restaurantId, sessionId, diner }, now.getTime());
    return {
      accessToken: issued.token,
      accessTokenExpiresAt: issued.expiresAt,
      now: now.getTime(),
    };
  });

  route(api, "readSession", async ({ caller, now }) => {
    const { pin, table, code, expiresAt, people, seen } = await readSessionForDiner(
      database,
      caller,
    );
    return {
      sessionId: caller.sessionId,
      diner: caller.diner,
      seat: seatOf(caller.diner),
      pin,
      joinKey: joinKeyOf(jwtKey, { ...caller, pin }),
      table,
      code,
      expiresAt: expiresAt.getTime(),
      people,
      seen,
      now: now.getTime(),
    };
  });

  route(api, "rename", async ({ caller, body }) => {
    const { restaurantId, sessionId, diner } = caller;
    await renameDiner(database, { restaurantId, sessionId, diner, name: body.name });
    return DONE;
  });

  route(api, "forgetMe", async ({ caller, now }) => {
    const { restaurantId, sessionId, diner } = caller;
    const by = { kind: "diner", id: diner } as const;
    await eraseDiner(database, { restaurantId, sessionId, diner, by, now });
    return DONE;
  });

  route(api, "leaveTable", async ({ caller, now }) => {
    const { restaurantId, sessionId, diner } = caller;
    const by = { kind: "diner", id: diner } as const;
    await leaveSession(database, { restaurantId, sessionId, diner, by, now });
    return DONE;
  });

  route(api, "removeDiner", async ({ caller, body, now }) => {
    if (!caller.host) throw new TureenError("not-allowed");
    const { restaurantId, sessionId } = caller;
    const by = { kind: "diner", id: caller.diner } as const;
    const { diner } = body;
    if (diner === caller.diner) throw new TureenError("not-allowed");
    await leaveSession(database, { restaurantId, sessionId, diner, by, now });
    return DONE;
  });
}
