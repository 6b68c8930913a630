import { defineRule } from "../define-rule.ts";

export const codeLocationRefused = defineRule<{ message: string }>({
  id: "DAG-030",
  name: "code-location-refused",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Dagster would not load the code location.",
  why: "Dagster loads a code location whole or not at all: a key or name that is there twice, a name or cron expression that it does not take, an input, a resource or a selected asset that nothing provides. None of its jobs and schedules run until that is mended.",
  message: ({ message }) => `${message}.`,
  remedy: () =>
    "Change, add or take out what is named here; `dagster definitions validate` tells on your machine whether the code location loads then.",
  bad: {
    path: "dags/example.py",
    text: `
      import dagster as dg

      @dg.asset(key_prefix="study", name="cohort")
      def first(): ...

      @dg.asset(key=["study", "cohort"])
      def second(): ...

      defs = dg.Definitions(assets=[first, second])
    `,
  },
  good: {
    path: "dags/example.py",
    text: `
      import dagster as dg

      @dg.asset(key_prefix="study", name="cohort")
      def first(): ...

      @dg.asset(key=["study", "visits"])
      def second(): ...

      defs = dg.Definitions(assets=[first, second])
    `,
  },
  check({ module }, report) {
    for (const { message, span } of module?.location?.failures ?? []) report(span, { message });
  },
});
