import type { Face, ForgeCore, SimApplication } from "../face.ts";
import { findRepository } from "../model/model.ts";
import { serveGit } from "./http-backend.ts";

const gitPath = /^\/(.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Smart HTTP for every repository, with or without `.git`. Unknown and unreadable repositories look the same. */
export function addGitRoutes(app: SimApplication, core: ForgeCore, face: Face): void {
  app.use(async (context, next) => {
    const url = new URL(context.req.url);
    const match = gitPath.exec(url.pathname);
    if (match === null) return next();
    const service = url.searchParams.get("service") ?? match[2];
    const credentials = readBasic(context.req.header("authorization"));
    const repository = findRepository(core.model, decodeURIComponent(match[1] ?? ""));
    if (repository === null) return credentials === null ? askForCredentials() : notFound();
    const actor = face.readGitActor(credentials, repository);
    if (actor === null) return askForCredentials();
    if (!actor.canRead) return notFound();
    const isPush = service === "git-receive-pack";
    if (isPush && !actor.canWrite) return new Response("Permission denied\n", { status: 403 });
    return serveGit(core.model, repository, {
      path: match[2] ?? "",
      request: context.req.raw,
      actor,
      refuse: (updates) => face.refusePush(repository, actor.accountId, updates),
    });
  });
}

export function readBasic(header: string | undefined): { username: string; password: string } | null {
  const match = /^basic (.+)$/i.exec(header ?? "");
  if (match === null) return null;
  const [username = "", ...password] = Buffer.from(match[1] ?? "", "base64")
    .toString()
    .split(":");
  return { username, password: password.join(":") };
}

function askForCredentials(): Response {
  return new Response("Authentication required\n", {
    status: 401,
    headers: { "www-authenticate": 'Basic realm="forge"' },
  });
}

function notFound(): Response {
  return new Response("Repository not found\n", { status: 404 });
}
