import { z } from "zod";
import type { TaskSubject } from "../../ports/store.ts";

const project = z.object({ path_with_namespace: z.string(), default_branch: z.string().nullish() });

const payload = z.discriminatedUnion("object_kind", [
  z.object({
    object_kind: z.literal("merge_request"),
    project,
    object_attributes: z.object({ iid: z.number().int() }),
  }),
  z.object({ object_kind: z.literal("note"), project, merge_request: z.object({ iid: z.number().int() }).nullish() }),
  z.object({ object_kind: z.literal("push"), project, ref: z.string() }),
]);

/**
 * What to look at again after an event. A comment on a commit or an issue can be about any landing, so it asks for a look at
 * the default branch. Anything else, and any other shape, asks for nothing.
 * Source: https://docs.gitlab.com/user/project/integrations/webhook_events/
 */
export function subjectsOf(body: unknown): readonly TaskSubject[] {
  const result = payload.safeParse(body);
  if (!result.success) return [];
  const event = result.data;
  const repository = event.project.path_with_namespace;
  const change = (number: number): TaskSubject => ({ kind: "change", forge: "gitlab", repository, number });
  const branch = (ref: string): TaskSubject => ({ kind: "branch", forge: "gitlab", repository, ref });
  switch (event.object_kind) {
    case "merge_request":
      return [change(event.object_attributes.iid)];
    case "note":
      if (event.merge_request) return [change(event.merge_request.iid)];
      return event.project.default_branch ? [branch(`refs/heads/${event.project.default_branch}`)] : [];
    case "push":
      return event.ref.startsWith("refs/heads/") ? [branch(event.ref)] : [];
    default:
      return event satisfies never;
  }
}
