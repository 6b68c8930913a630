import type { SimHook, SimRepository } from "../model/types.ts";
import { type Asked, badRequest, flag, notFound, paged, pathNumber, projectOf, requiredText, text } from "./http.ts";
import { instant } from "./render.ts";
import type { Routes } from "./routes.ts";

const hookEvents = [
  "push_events",
  "tag_push_events",
  "merge_requests_events",
  "note_events",
  "issues_events",
  "deployment_events",
] as const;

/** Source: https://docs.gitlab.com/api/project_webhooks/ Neither the secret token nor the signing token is ever told. */
export function addHookRoutes(routes: Routes): void {
  const list = "/projects/:id/hooks";
  routes.get(list, (asked) => paged(asked, projectOf(asked, 40).hooks, (hook) => render(asked, hook)));
  routes.get(`${list}/:hook`, (asked) => Response.json(render(asked, hookIn(asked, projectOf(asked, 40)))));
  routes.post(list, (asked) => {
    const repository = projectOf(asked, 40);
    const hook: SimHook = {
      id: asked.model.newId(),
      url: urlOf(requiredText(asked.params, "url")),
      secret: text(asked.params, "token"),
      signingToken: signingTokenOf(asked),
      events: hookEvents.filter((name) => flag(asked.params, name) ?? name === "push_events"),
      isActive: true,
      createdAt: asked.model.clock.tick(),
    };
    repository.hooks.push(hook);
    return Response.json(render(asked, hook), { status: 201 });
  });
  routes.put(`${list}/:hook`, (asked) => {
    const hook = hookIn(asked, projectOf(asked, 40));
    hook.url = urlOf(requiredText(asked.params, "url"));
    hook.secret = text(asked.params, "token") ?? hook.secret;
    hook.signingToken = signingTokenOf(asked) ?? hook.signingToken;
    hook.events = hookEvents.filter((name) => flag(asked.params, name) ?? hook.events.includes(name));
    return Response.json(render(asked, hook));
  });
  routes.delete(`${list}/:hook`, (asked) => {
    const repository = projectOf(asked, 40);
    const own = hookIn(asked, repository);
    repository.hooks = repository.hooks.filter((one) => one !== own);
    return new Response(null, { status: 204 });
  });
}

function urlOf(given: string): string {
  if (!URL.canParse(given) || !/^https?:/.test(given)) throw badRequest("Invalid url given");
  return given;
}

/** `whsec_` and 32 bytes in base64. */
function signingTokenOf(asked: Asked): string | null {
  const given = text(asked.params, "signing_token");
  if (given === null) return null;
  const bytes = /^whsec_(.+)$/.exec(given)?.[1];
  if (bytes === undefined || Buffer.from(bytes, "base64").length !== 32)
    throw badRequest({ signing_token: ["is invalid"] });
  return given;
}

function hookIn(asked: Asked, repository: SimRepository): SimHook {
  const found = repository.hooks.find((one) => one.id === pathNumber(asked, "hook"));
  if (found === undefined) throw notFound("Hook");
  return found;
}

function render(asked: Asked, hook: SimHook) {
  const on = (name: string) => hook.events.includes("*") || hook.events.includes(name);
  return {
    id: hook.id,
    url: hook.url,
    created_at: instant(hook.createdAt),
    project_id: projectOf(asked, 40).id,
    enable_ssl_verification: true,
    alert_status: "executable",
    token_present: hook.secret !== null,
    signing_token_present: hook.signingToken !== null,
    ...Object.fromEntries(hookEvents.map((name) => [name, on(name)])),
  };
}
