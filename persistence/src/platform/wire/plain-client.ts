import pg from "pg";

/** pg's client, but it never prepares a statement under a name. */
export class UnnamedClient extends pg.Client {
  override query(statement: unknown, ...more: unknown[]): never {
    const query = super.query as (...args: unknown[]) => unknown;
    const unnamed =
      typeof statement === "object" && statement !== null && "name" in statement
        ? { ...statement, name: undefined }
        : statement;
    return query.call(this, unnamed, ...more) as never;
  }
}
