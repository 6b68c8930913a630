import type { Kysely } from "kysely";
import type { OrganisationPolicyStore, SeenOrganisationPolicy } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

export function createOrganisationPolicyStore(db: Kysely<Schema>): OrganisationPolicyStore {
  return {
    recordOrganisationPolicy: (governed, seen, entry) =>
      db.transaction().execute(async (transaction) => {
        const body = JSON.stringify(seen);
        await transaction
          .insertInto("organisation_policy")
          .values({ governed, body })
          .onConflict((conflict) => conflict.column("governed").doUpdateSet({ body }))
          .execute();
        await appendEntry(transaction, entry);
      }),

    async readOrganisationPolicy(governed) {
      const row = await db
        .selectFrom("organisation_policy")
        .select("body")
        .where("governed", "=", governed)
        .executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.body) as SeenOrganisationPolicy); // written above alone
    },
  };
}
