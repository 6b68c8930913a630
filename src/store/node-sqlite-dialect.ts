import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { SqliteDialect } from "kysely";

/** Kysely's dialect for a database that `node:sqlite` opened. The one connection is used by one query or transaction at a time. */
export function createNodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  const prepared = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement); // every query of the store has a fixed text, so this cannot grow
    return statement;
  }

  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = prepare(sql);
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...toInputs(parameters)),
          run: (parameters) => statement.run(...toInputs(parameters)),
          iterate: (parameters) => statement.iterate(...toInputs(parameters)),
        };
      },
    },
  });
}

function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
      return value;
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`A value of type ${typeof value} cannot be stored in SQLite.`);
  });
}
