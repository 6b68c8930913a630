import { Document, isMap, isSeq, type YAMLMap, type YAMLSeq } from "yaml";

/** What a login stands for, as the forge told: an account, a group of GitLab, or nobody. */
export type LoginMeaning =
  | { readonly kind: "user"; readonly id: number }
  | { readonly kind: "group" }
  | { readonly kind: "nobody" };

/** By login, without `@`. A login that is missing was not asked about. */
export type Logins = ReadonlyMap<string, LoginMeaning>;

export interface DraftGroup {
  readonly teams: readonly string[];
  readonly organizations: readonly string[];
  readonly groups: readonly string[];
  /** Logins, without `@`. */
  readonly users: readonly string[];
  readonly permissions: readonly string[];
}

export const emptyGroup: DraftGroup = { teams: [], organizations: [], groups: [], users: [], permissions: [] };

export interface DraftRequirement {
  readonly name: string;
  readonly when?: unknown;
  readonly require: unknown;
}

/** A policy that is being made of something else. `groups` by name. */
export interface PolicyDraft {
  readonly groups: ReadonlyMap<string, DraftGroup>;
  readonly counting: Readonly<Record<string, unknown>>;
  readonly requirements: readonly DraftRequirement[];
  readonly otherwise: unknown;
  readonly objections: string | null;
  /** What could not be carried over, and what is stricter now, each a sentence. */
  readonly notes: readonly string[];
}

export interface ImportedPolicy {
  /** A policy that our reader takes. */
  readonly text: string;
  readonly notes: readonly string[];
  /** Logins whose ids must be filled in, without which nobody approves for them. */
  readonly missing: readonly string[];
}

/** No account has this number, so nobody approves by it. */
export const nobody = { login: "nobody-yet", id: Number.MAX_SAFE_INTEGER };

/** Writes a draft as a policy. Accounts whose ids are not known stay out of it, and a comment says which. */
export function writePolicy(draft: PolicyDraft, from: string, logins: Logins): ImportedPolicy {
  const people = [...draft.groups].map(([name, group]) => ({ name, ...resolve(group, logins) }));
  const missing = [...new Set(people.flatMap((one) => one.missing))];
  const content = {
    version: 1,
    ...(people.length === 0 ? {} : { people: Object.fromEntries(people.map(({ name, value }) => [name, value])) }),
    ...(Object.keys(draft.counting).length === 0 ? {} : { counting: draft.counting }),
    ...(draft.requirements.length === 0 ? {} : { requirements: namedApart(draft.requirements) }),
    ...(draft.otherwise === null ? {} : { otherwise: { require: draft.otherwise } }),
    ...(draft.objections === null ? {} : { objections: { from: draft.objections } }),
  };
  const document = new Document(content, { aliasDuplicateObjects: false });
  document.commentBefore = [` Made from ${from}.`, ...draft.notes.map((note) => ` - ${note}`)].map(oneLine).join("\n");
  for (const { name, missing } of people) commentOn(document, name, missing);
  inFlow(document);
  return { text: document.toString({ lineWidth: 120, flowCollectionPadding: true }), notes: draft.notes, missing };
}

/** A second requirement of a name gets a number, such as for a pattern that stands twice. */
function namedApart(requirements: readonly DraftRequirement[]): readonly DraftRequirement[] {
  const taken = new Set(requirements.map(({ name }) => name));
  const seen = new Set<string>();
  return requirements.map((requirement) => {
    let { name } = requirement;
    for (let number = 2; seen.has(name) || (name !== requirement.name && taken.has(name)); number += 1)
      name = `${requirement.name} (${number})`;
    seen.add(name);
    return { ...requirement, name };
  });
}

interface Resolved {
  readonly value: Readonly<Record<string, unknown>>;
  readonly missing: readonly string[];
}

function resolve(group: DraftGroup, logins: Logins): Resolved {
  const users = group.users.flatMap((login) => {
    const meaning = logins.get(login);
    return meaning?.kind === "user" ? [{ login, id: meaning.id }] : [];
  });
  const asGroups = group.users.filter((login) => logins.get(login)?.kind === "group");
  const missing = group.users.filter((login) => {
    const kind = logins.get(login)?.kind;
    return kind === undefined || kind === "nobody";
  });
  const { teams, organizations, permissions } = group;
  const sources = { teams, organizations, groups: [...group.groups, ...asGroups], users, permissions };
  const said = Object.entries(sources).filter(([, list]) => list.length > 0);
  return { value: said.length === 0 ? { users: [nobody] } : Object.fromEntries(said), missing };
}

function commentOn(document: Document, group: string, missing: readonly string[]): void {
  const node = document.getIn(["people", group], true);
  if (missing.length === 0 || !isMap(node)) return;
  node.comment = [
    " Nobody approves for these until their ids are filled in under `users`:",
    ...missing.map((login) => `   { login: ${JSON.stringify(login)}, id: … }`),
  ]
    .map(oneLine)
    .join("\n");
}

/** Short lists and people stand on one line. */
function inFlow(document: Document): void {
  const people = document.get("people");
  if (isMap(people)) for (const { value } of people.items) if (isMap(value)) flowLists(value);
}

function flowLists(group: YAMLMap): void {
  for (const { key, value } of group.items) {
    if (!isSeq(value)) continue;
    const list: YAMLSeq = value;
    list.flow = String(key) !== "users";
    for (const item of list.items) if (isMap(item)) item.flow = true;
  }
}

/** A stranger's text in a comment ends where its line does. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}
