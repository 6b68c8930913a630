import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { Policy, Requirement } from "../../../src/domain/policy.ts";
import { approval, ben, file, jobRequest, policy } from "./facts.ts";

const readable = policy(`
  people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } } }
  kinds: { dag: [dags/**, plugins/**] }
  requirements: [{ name: dags, when: { changes: dag }, require: { count: 1, from: a } }]
  otherwise: { require: { count: 1, from: b } }
`);

/** The kinds of the layer that the requirement came from: there, plugins are no DAGs. */
const ownKinds = [{ name: "dag", globs: ["dags/**"] }];

/** What ben approved, by a requirement that another layer's kinds widen. */
function decideOn(
  paths: readonly string[],
  otherwiseFrom: Policy["otherwiseFrom"],
  more: Partial<Requirement> = {},
  others: Partial<Policy> = {},
) {
  if (readable.state !== "valid") throw new Error("the policy is not valid");
  const requirements = readable.policy.requirements.map((one) => ({ ...one, kinds: ownKinds, ...more }));
  const layered: Policy = { ...readable.policy, requirements, ...(otherwiseFrom && { otherwiseFrom }), ...others };
  const change = {
    ...jobRequest,
    reviews: [approval({ by: ben })],
    files: { complete: true, items: paths.map((path) => file(path)) },
  };
  return decide(change, { policy: { ...readable, policy: layered }, node: null });
}

describe("a requirement of a layer whose kinds another layer widened", () => {
  test("takes the wider paths from an `otherwise` that is not enforced", () => {
    for (const otherwise of [undefined, {}, { enforced: false }]) {
      expect(decideOn(["plugins/p.py"], otherwise).status).toBe("approved");
      expect(decideOn(["dags/d.py", "plugins/p.py"], otherwise).status).toBe("approved");
    }
  });

  test("takes only its own paths from one that is", () => {
    const enforced = { enforced: true };
    expect(decideOn(["dags/d.py"], enforced).status).toBe("approved");
    const statuses = (...paths: readonly string[]) =>
      decideOn(paths, enforced).tree.children.map(({ name, status }) => `${name} ${status}`);
    expect(statuses("dags/d.py")).toEqual(["dags approved"]);
    expect(statuses("plugins/p.py")).toEqual(["dags approved", "otherwise pending"]);
    expect(statuses("dags/d.py", "plugins/p.py")).toEqual(["dags approved", "otherwise pending"]);
  });

  test("takes nothing where it does not relieve, whoever's paths they are", () => {
    for (const otherwise of [undefined, { enforced: true }]) {
      expect(decideOn(["dags/d.py"], otherwise, { relieves: false }).status).toBe("pending");
      expect(decideOn(["dags/d.py"], otherwise, { relieves: true }).status).toBe("approved");
    }
  });

  test("takes nothing where it applies only by what another layer calls a path", () => {
    const when = { form: "not", of: { form: "predicate", key: "changes", wanted: ["dag"] } } as const;
    const renamed = { kinds: [{ name: "low", globs: ["dags/**"] }] };
    const statuses = (path: string, others: Partial<Policy>) =>
      decideOn([path], { enforced: true }, { when }, others).tree.children.map(({ name, status }) => [name, status]);
    expect(statuses("README.md", {})).toEqual([["dags", "approved"]]);
    expect(statuses("dags/d.py", {})).toEqual([
      ["dags", "skipped"],
      ["otherwise", "pending"],
    ]);
    expect(statuses("dags/d.py", renamed)).toEqual([
      ["dags", "approved"],
      ["otherwise", "pending"],
    ]);
  });

  test("says for both views why it applies", () => {
    const { tree } = decideOn(["README.md"], undefined);
    expect(tree.children[0]?.reason).toBe("it does not apply: it changes nothing of kind `dag`");
  });
});

describe("what is left over", () => {
  test("is told as what no enforced requirement covers where `otherwise` is enforced", () => {
    const none = { otherwise: null };
    expect(decideOn(["plugins/p.py"], { enforced: true }, {}, none).summary).toBe(
      "Not approved: no enforced requirement covers `plugins/p.py`, and the policy has no `otherwise`.",
    );
    expect(decideOn(["README.md"], { enforced: false }, {}, none).summary).toBe(
      "Not approved: no requirement covers `README.md`, and the policy has no `otherwise`.",
    );
  });

  test("has the place and the force of its layer, and nothing where they are not known", () => {
    const origin = { layer: "acme/.github:countersign.yml", line: 3 };
    const last = (from: Policy["otherwiseFrom"]) => decideOn(["README.md"], from).tree.children.at(-1);
    expect(last({ origin, enforced: true, isObserved: true })).toMatchObject({
      name: "otherwise",
      origin,
      enforced: true,
      isObserved: true,
    });
    const bare = Object.keys(last({ enforced: false, isObserved: false }) ?? {});
    expect(bare.filter((key) => /^(origin|enforced|isObserved)$/.test(key))).toEqual([]);
  });
});
