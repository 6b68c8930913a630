import type { CallFact } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { argumentOf, isTrue, quoteCode } from "./code-values.ts";

const loaders =
  /^(?:joblib\.load|sklearn\.externals\.joblib\.load|cloudpickle\.loads?|(?:pandas\.compat\.)?pickle_compat\.load|jsonpickle\.(?:decode|loads|unpickler\.decode))$/;

export const unsafeLoad = defineRule<{ path: string }>({
  id: "SEC-009",
  name: "unsafe-load",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A file is loaded that can hold code, by a library on top of pickle.",
  why: "`joblib`, `cloudpickle`, `jsonpickle`, numpy with `allow_pickle` and PyTorch without `weights_only` run what the file says while they load it: whoever can write the file runs code with the task's rights. Ruff tells the same of `pickle`, `dill`, `shelve` and `pandas` (S301).",
  message: ({ path }) => `${quoteCode(path)} runs code that stands in what it loads.`,
  remedy: () => "Use a format that holds data alone, such as Parquet, ONNX, safetensors or JSON.",
  bad: `
    import joblib

    def predict():
        return joblib.load("model.bin").predict([[1]])
  `,
  good: `
    import onnxruntime

    def predict():
        return onnxruntime.InferenceSession("model.onnx").run(None, {"x": [[1]]})
  `,
  check({ code }, report) {
    for (const call of code?.calls ?? []) {
      const path = call.paths.find((one) => loaders.test(one)) ?? loadsPickles(call);
      if (path != null) report(call.span, { path });
    }
  },
});

/** What loads data alone unless it is told otherwise; PyTorch does since 2.6. */
function loadsPickles(call: CallFact): string | null {
  if (call.paths.includes("numpy.load") && isTrue(argumentOf(call, "allow_pickle")?.value)) return "numpy.load";
  const weightsOnly = argumentOf(call, "weights_only")?.value;
  const isOpen = weightsOnly?.kind === "constant" && weightsOnly.value === false;
  return call.paths.includes("torch.load") && isOpen ? "torch.load" : null;
}
