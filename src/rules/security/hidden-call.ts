import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";

const dangerous =
  /^(?:builtins\.(?:eval|exec|compile|__import__)|os\.(?:system|popen|exec\w+|spawn\w+|posix_spawn\w*|fork)|subprocess\.\w+|pty\.spawn|(?:pickle|marshal|dill|cloudpickle)\.loads?|socket\.(?:socket|create_connection)|ctypes\.(?:CDLL|PyDLL|cdll|pydll|pythonapi|memmove|string_at)(?:\.\w+)*)$/;

export const hiddenCall = defineRule<{ path: string }>({
  id: "SEC-007",
  name: "hidden-call",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A function that runs code or programs is called by a detour that hides its name.",
  why: '`getattr(os, "sys" + "tem")`, `__import__("os").system`, `globals()["__builtins__"]["exec"]` and `e = eval` do what the plain name does, and have no other use than to be found by nobody who searches for it. Ruff\'s rules for these functions see the plain name only.',
  message: ({ path }) => `This calls ${quoteCode(path)} by a detour that hides its name.`,
  remedy: ({ path }) => `Call ${quoteCode(path)} by its name, if it is needed at all.`,
  bad: `
    import os

    run = getattr(os, "sys" + "tem")
    run("date")
  `,
  good: `
    import os

    print(os.cpu_count())
  `,
  check({ code }, report) {
    for (const { paths, isIndirect, span } of code?.calls ?? []) {
      const path = isIndirect ? paths.find((one) => dangerous.test(one)) : undefined;
      if (path !== undefined) report(span, { path });
    }
  },
});
