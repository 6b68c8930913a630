import { z } from "zod";
import { listNames } from "../formats/did-you-mean.ts";
import { listOf, name } from "./accepts.ts";
import { definePredicate, fails, holds, unknown } from "./define-predicate.ts";
import { whyDatasetsUnknown } from "./left-out.ts";
import { anyOf } from "./sentence.ts";

export const datasets = definePredicate({
  key: "datasets",
  accepts: z.union([z.literal("any"), listOf(name)]),
  describe:
    "Whether the change touches one of these datasets of the node's catalogue, or `any`: a job request reads it, results were made from it, or a file stands for it (the catalogue's `paths`).",
  example: "datasets: [patients, births]",
  namesOf: null,
  speaksOfPaths: "some",
  evaluate(wanted, { change, opaque, kindsOf }) {
    const touched = change.datasets.filter((dataset) => wanted === "any" || wanted.includes(dataset.name));
    const paths = [...new Set(touched.flatMap((dataset) => dataset.paths ?? []))];
    const partly = paths.length === 0 ? [...opaque] : []; // what could only be below them may be absent as well
    if (touched.length > 0) return holds(`it touches ${listNames(touched.map(({ name }) => name))}`, paths, partly);
    const why = whyDatasetsUnknown({ change, kindsOf });
    if (why !== null) return unknown(why);
    return fails(wanted === "any" ? "it touches no dataset" : `it touches no dataset ${anyOf(wanted)}`);
  },
});
