import type { Demand } from "../domain/policy.ts";

/** One thing that `require` can ask for. */
export interface DemandForm {
  readonly form: Demand["form"];
  /** YAML of one line, as in the reference. */
  readonly example: string;
  /** What it asks for, in a sentence or a few. */
  readonly describe: string;
}

/** The reference of `require`: every form, and every key beside it, with an example that can be read. */
export const demandForms: readonly DemandForm[] = [
  {
    form: "count",
    example: "{ count: 2, from: data-controllers }",
    describe: "That many approvals by different members of these groups.",
  },
  {
    form: "count",
    example: "{ count: 1, from: data-controllers, permissions: [maintain] }",
    describe:
      "By members who have at least this permission on the repository; without `from`, by anybody who has it. Several permissions mean the weakest of them.",
  },
  {
    form: "count",
    example: "{ count: 2, from: data-controllers, distinct: organisation }",
    describe:
      "Each by somebody of another organisation. A person's organisations are those of every group of `people` that they belong to; one person fills one seat, and who belongs to none fills none.",
  },
  {
    form: "count",
    example: "{ count: 1, from: dataset-owners, each: dataset }",
    describe:
      "The count for each dataset that is touched, `dataset-owners` being the owners of that one. One person may stand for several. Skipped when no dataset is touched, which alone approves nothing; alone it covers only the files by which datasets are touched, so that others need `otherwise`; `failed` while a job request cannot be read.",
  },
  {
    form: "count",
    example: "{ count: 2, from: data-controllers, blind: true }",
    describe: "Countersign tells of no approval until all are in ([blind review](#blind-review)).",
  },
  {
    form: "checks",
    example: "{ checks: [github-actions/ci] }",
    describe:
      "This check of this app has reported on the head, and every report is `success`. Does not count when the change edits CI files, unless a controller of the node has agreed to that.",
  },
  {
    form: "labels",
    example: "{ labels: [urgent], from: data-controllers }",
    describe:
      "All these labels, each set by a member: [an approval](#a-label-as-an-approval), which fills no seat of a `count`. `failed` where it is not known who set one.",
  },
  {
    form: "signed",
    example: "{ signed: true }",
    describe:
      "Every commit is validly signed by its own committer. The forge's own key is good for its clean update merges only.",
  },
  {
    form: "signed",
    example: "{ signed: { by: [data-controllers] } }",
    describe: "The same, and each committer belongs to one of these groups.",
  },
  {
    form: "agreement",
    example: "{ agreement: true }",
    describe:
      "Every job request that the change adds or edits names an agreement, whatever the [datasets](#datasets) that it reads ask for. Skipped where there is no job request; alone it covers job requests only.",
  },
  { form: "none", example: "none", describe: "Nothing, in so many words." },
  {
    form: "all",
    example: "{ all: [{ count: 1, from: data-controllers }, { checks: [github-actions/ci] }] }",
    describe: "All of these.",
  },
  {
    form: "any",
    example: "{ any: [{ count: 1, from: data-controllers }, { signed: { by: [data-controllers] } }] }",
    describe: "One of these. What is `failed` among them fails the whole.",
  },
];
