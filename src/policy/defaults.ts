import { type AfterLanding, type Counting, countingMethods, type KindOfPath } from "../domain/policy.ts";

/** What counts where a policy does not say otherwise. */
export const defaultCounting: Counting = {
  methods: countingMethods,
  author: "ignore",
  contributors: "ignore",
  updateMerges: "reset",
  expireAfterMs: null,
};

/** What follows where a policy does not say what shall follow after the landing. */
export const defaultAfterLanding: AfterLanding = { onWithdrawal: "alert", onExpiry: "ignore" };

/** What paths are where a policy names no kinds. */
export const defaultKinds: readonly KindOfPath[] = [
  { name: "dag", globs: ["dags/**/*.py", "plugins/**"] },
  { name: "job", globs: ["jobs/**/*.yml"] },
  { name: "result", globs: ["results/**/*.dvc", "results/**/dvc.lock"] },
  { name: "node", globs: ["charts/**", "argocd/**", "countersign.node.yml"] },
];

/** Kinds that can always be spoken of, whether or not a policy gives them globs. */
export const builtInKinds: readonly string[] = ["dag", "job", "result", "node", "policy", "other"];
