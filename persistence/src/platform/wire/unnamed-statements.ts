import type pg from "pg";

/** The parts of pg's connection that know statements by name; its types leave them out. */
interface NamingConnection {
  parse(query: { name?: string }, ...more: unknown[]): void;
  bind(config: { statement?: string }, ...more: unknown[]): void;
  parsedStatements: object;
  submittedNamedStatements: object;
}

/** Takes every note and keeps none. */
const FORGETFUL: ProxyHandler<object> = { set: () => true };

/**
 * Makes a connection prepare every statement anew and without a name, whoever names it. For a pooler
 * in transaction mode: what was prepared on one of its server connections is not there on the next.
 */
export function withoutStatementNames(client: pg.PoolClient): void {
  const { connection } = client as unknown as { readonly connection: NamingConnection };
  const parse = connection.parse.bind(connection);
  const bind = connection.bind.bind(connection);
  connection.parse = (query, ...more) => parse({ ...query, name: "" }, ...more);
  connection.bind = (config, ...more) => bind({ ...config, statement: "" }, ...more);
  // Nothing is ever found to have been parsed before.
  connection.parsedStatements = new Proxy({}, FORGETFUL);
  connection.submittedNamedStatements = new Proxy({}, FORGETFUL);
}
