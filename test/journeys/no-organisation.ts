import { ForgeError } from "../../src/domain/errors.ts";
import type { Forge } from "../../src/ports/forge.ts";

/** A forge on which no organisation keeps a policy. */
export const noOrganisation: Pick<Forge, "name" | "readRepository"> = {
  name: "github",
  readRepository: async (name) => {
    throw new ForgeError(`Countersign is not installed on ${name}.`, {
      status: 404,
      retryable: false,
      retryAfterMs: null,
    });
  },
};
