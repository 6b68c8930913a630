import { removeMember, removeTeamMember, renameAccount } from "../model/accounts.ts";
import { accountByLogin, findOrganisation, findTeam, type Model } from "../model/model.ts";
import { SimError } from "../model/sim-error.ts";
import type { SimInstallation, SimOrganisation } from "../model/types.ts";

/** What happens to people and their credentials while a test is under way. Everybody is named by login. */
export interface AccountFaults {
  /** All tokens of an account (of a bot too, `countersign[bot]`), or of all when not given, have expired. */
  expireTokens(login?: string): void;
  revokeTokens(login: string): void;
  rename(login: string, to: string): void;
  /** Takes a person out of an organisation, and so out of its teams. */
  removeMember(organisation: string, login: string): Promise<void>;
  removeTeamMember(organisation: string, team: string, login: string): Promise<void>;
  block(login: string): void;
  /** Suspends an app's installations, or wakes them. */
  suspend(app: string, isSuspended: boolean): void;
  /** Takes a permission from an app's installations (`null`), or sets its level. */
  setPermission(app: string, name: string, level: "read" | "write" | null): void;
}

export function createAccountFaults(model: Model): AccountFaults {
  const organisationNamed = (login: string): SimOrganisation => {
    const found = findOrganisation(model, login);
    if (found === null) throw new SimError("not-found", `No organisation ${login}`);
    return found;
  };
  const installationsOf = (slug: string): SimInstallation[] => {
    const app = model.apps.find((one) => one.slug === slug);
    if (app === undefined) throw new SimError("not-found", `No app ${slug}`);
    return model.installations.filter((one) => one.appId === app.id);
  };
  return {
    expireTokens(login) {
      const past = new Date(model.clock.wallNow() - 1000).toISOString();
      const id = login === undefined ? null : accountByLogin(model, login).id;
      for (const token of model.tokens) if (id === null || token.accountId === id) token.expiresAt = past;
    },
    revokeTokens(login) {
      const { id } = accountByLogin(model, login);
      for (const token of model.tokens) if (token.accountId === id) token.isRevoked = true;
    },
    rename: (login, to) => renameAccount(model, accountByLogin(model, login).id, to),
    removeMember: (organisation, login) =>
      removeMember(model, organisationNamed(organisation), accountByLogin(model, login).id),
    async removeTeamMember(organisation, slug, login) {
      const owner = organisationNamed(organisation);
      const team = findTeam(owner, slug);
      if (team === null) throw new SimError("not-found", `No team ${slug}`);
      await removeTeamMember(model, owner, team, accountByLogin(model, login).id);
    },
    block(login) {
      accountByLogin(model, login).state = "blocked";
    },
    suspend(app, isSuspended) {
      for (const one of installationsOf(app)) one.suspendedAt = isSuspended ? model.clock.tick() : null;
    },
    setPermission(app, name, level) {
      for (const one of installationsOf(app)) {
        if (level === null) delete one.permissions[name];
        else one.permissions[name] = level;
      }
    },
  };
}
