import type { Kysely } from "kysely";
import type { OrganisationPolicyStore, SeenOrganisationPolicy } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

export function createOrganisationPolicyStore(db: Kysely<Schema>): OrganisationPolicyStore {
  return {
    async recordOrganisationPolicy(governed, seen) {
      const body = JSON.stringify(seen);
      await db
        .insertInto("organisation_policy")
        .values({ governed, body })
        .onConflict((conflict) => conflict.column("governed").doUpdateSet({ body }))
        .execute();
    },

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
