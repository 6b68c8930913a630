import { randomBytes } from "node:crypto";
import type { ForgeCore } from "../../face.ts";
import { createToken } from "../../model/accounts.ts";
import { addApp, installationsOn, isInstalledOn } from "../../model/apps.ts";
import { findAccount, findOrganisation, findRepository } from "../../model/model.ts";
import { makeKeyPair } from "../../model/seed.ts";
import type { SimApp, SimInstallation } from "../../model/types.ts";
import { reaches } from "../caller.ts";
import { answerPage, type GithubApp, type GithubContext, listIn, numberParam, readBody } from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderApp, renderInstallation } from "../render/app.ts";
import { renderRepository } from "../render/repository.ts";

function appOf(context: GithubContext): SimApp {
  const caller = context.get("caller");
  if (caller.kind !== "app") throw new HttpError(401, "A JSON web token could not be decoded");
  return caller.app;
}

/** Apps and their installations. https://docs.github.com/rest/apps */
export function addAppRoutes(app: GithubApp, core: ForgeCore): void {
  const { model } = core;
  const ofApp = (one: SimApp) => model.installations.filter((installation) => installation.appId === one.id);

  app.get("/app", (context) => {
    const own = appOf(context);
    return context.json({ ...renderApp(core, own), installations_count: ofApp(own).length });
  });
  app.get("/apps/:slug", (context) => {
    const found = model.apps.find((one) => one.slug === context.req.param("slug"));
    if (found === undefined) throw notFound();
    return context.json(renderApp(core, found));
  });
  app.get("/app/installations", (context) =>
    answerPage(context, ofApp(appOf(context)), (one) => renderInstallation(core, one)),
  );
  app.get("/app/installations/:id", (context) => context.json(renderInstallation(core, installationOf(core, context))));
  app.post("/app/installations/:id/access_tokens", async (context) => {
    const installation = installationOf(core, context);
    if (installation.suspendedAt !== null) throw new HttpError(403, "This installation has been suspended");
    return context.json(issueToken(core, installation, await readBody(context)), 201);
  });
  app.get("/installation/repositories", (context) => {
    const caller = context.get("caller");
    if (caller.kind !== "installation")
      throw new HttpError(
        403,
        "You must authenticate with an installation access token in order to list repositories for an installation.",
      );
    context.header("x-accepted-github-permissions", "metadata=read");
    const visible = model.repositories.filter((one) => reaches(caller, one));
    const selection = caller.installation.repositoryIds === null ? "all" : "selected";
    return answerPage(context, visible, (one) => renderRepository(core, one), "repositories").then(async (answer) => {
      const body = { ...((await answer.json()) as object), repository_selection: selection };
      return new Response(JSON.stringify(body), { status: 200, headers: answer.headers });
    });
  });
  app.get("/repos/:owner/:repo/installation", (context) => {
    const own = appOf(context);
    const repository = findRepository(model, `${context.req.param("owner")}/${context.req.param("repo")}`);
    const found =
      repository === null ? undefined : installationsOn(model, repository).find((one) => one.appId === own.id);
    if (found === undefined) throw notFound();
    return context.json(renderInstallation(core, found));
  });
  for (const kind of ["orgs", "users"] as const) {
    app.get(`/${kind}/:login/installation`, (context) => {
      const login = context.req.param("login");
      const owner = kind === "orgs" ? findOrganisation(model, login) : findAccount(model, login);
      const found = ofApp(appOf(context)).find((one) => one.account.id === owner?.id);
      if (found === undefined) throw notFound();
      return context.json(renderInstallation(core, found));
    });
  }
  addManifestRoutes(app, core);
}

function installationOf(core: ForgeCore, context: GithubContext): SimInstallation {
  const own = appOf(context);
  const id = numberParam(context, "id");
  const found = core.model.installations.find((one) => one.id === id && one.appId === own.id);
  if (found === undefined) throw notFound();
  return found;
}

const hour = 3_600_000;

function issueToken(core: ForgeCore, installation: SimInstallation, body: Readonly<Record<string, unknown>>) {
  const { model } = core;
  const app = model.apps.find((one) => one.id === installation.appId);
  if (app === undefined) throw notFound();
  const ids = listIn(body, "repository_ids").map(Number);
  const names = listIn(body, "repositories").map(String);
  const known = model.repositories.filter((one) => isInstalledOn(installation, one));
  const wanted = known.filter((one) => ids.includes(one.id) || names.includes(one.name));
  if (wanted.length < ids.length + names.length) {
    throw new HttpError(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  const expiresAt = new Date(model.clock.wallNow() + hour).toISOString().replace(/\.\d+Z$/, "Z");
  const token = createToken(model, {
    prefix: "ghs_",
    accountId: app.botId,
    kind: "installation",
    installationId: installation.id,
    permissions: narrow(installation, body.permissions),
    repositoryIds: wanted.length === 0 ? null : wanted.map((one) => one.id),
    expiresAt,
  });
  return {
    token: token.token,
    expires_at: expiresAt,
    permissions: token.permissions ?? {},
    repository_selection: wanted.length === 0 && installation.repositoryIds === null ? "all" : "selected",
    ...(wanted.length === 0 ? {} : { repositories: wanted.map((one) => renderRepository(core, one)) }),
  };
}

function narrow(installation: SimInstallation, asked: unknown): Record<string, string> | null {
  // `null` follows the installation, whose permissions may be changed while the token lives.
  if (typeof asked !== "object" || asked === null) return null;
  for (const [name, level] of Object.entries(asked)) {
    const granted = installation.permissions[name];
    if (granted === undefined || (level === "write" && granted === "read")) {
      throw new HttpError(422, "The permissions requested are not granted to this installation.");
    }
  }
  // Checked above: each level is one that the installation has.
  return { metadata: "read", ...(asked as Record<string, string>) };
}

/** An app from a manifest: the page that a browser posts to, and the conversion of its code. https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
function addManifestRoutes(app: GithubApp, core: ForgeCore): void {
  const waiting = new Map<string, { readonly manifest: Record<string, unknown>; readonly owner: string }>();

  const accept = async (context: GithubContext) => {
    const form = await context.req.parseBody();
    // The form's field is the JSON that the setup page wrote.
    const manifest = JSON.parse(String(form.manifest)) as Record<string, unknown>;
    const code = randomBytes(20).toString("hex");
    waiting.set(code, { manifest, owner: context.req.param("org") ?? "" });
    const target = new URL(String(manifest.redirect_url));
    target.searchParams.set("code", code);
    const state = context.req.query("state");
    if (state !== undefined) target.searchParams.set("state", state);
    return context.redirect(String(target), 302);
  };
  app.post("/settings/apps/new", accept);
  app.post("/organizations/:org/settings/apps/new", accept);

  app.post("/app-manifests/:code/conversions", (context) => {
    const code = context.req.param("code");
    const found = waiting.get(code);
    if (found === undefined) throw notFound();
    waiting.delete(code);
    const made = appFromManifest(core, found.manifest, found.owner);
    const secrets = { client_secret: made.clientSecret, webhook_secret: made.webhookSecret, pem: made.privateKey };
    return context.json({ ...renderApp(core, made), ...secrets }, 201);
  });
}

function appFromManifest(core: ForgeCore, manifest: Readonly<Record<string, unknown>>, owner: string): SimApp {
  const name = String(manifest.name ?? "");
  if (name === "" || typeof manifest.url !== "string") throw invalid("App", "name", "is missing");
  const hook = manifest.hook_attributes as { readonly url?: string } | undefined;
  const login = owner === "" ? (core.model.accounts[0]?.login ?? "") : owner;
  return addApp(core.model, {
    slug: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, ""),
    name,
    owner: login,
    ...makeKeyPair(),
    ...(hook?.url === undefined ? {} : { webhookUrl: hook.url }),
    webhookSecret: randomBytes(20).toString("hex"),
    // A manifest's permissions are names and levels, its events names.
    permissions: (manifest.default_permissions ?? {}) as Record<string, string>,
    events: listIn(manifest, "default_events").map(String),
  });
}
