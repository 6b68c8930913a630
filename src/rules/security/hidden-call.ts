import type { CallFact } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { argumentOf, constantText, quoteCode } from "./code-values.ts";
import { runsHarm } from "./text-runners.ts";

const dangerous =
  /^(?:builtins\.(?:eval|exec|compile|__import__)|(?:os|builtins|subprocess)\.\?|os\.(?:system|popen|exec\w+|spawn\w+|posix_spawn\w*|fork)|subprocess\.\w+|pty\.spawn|(?:pickle|marshal|dill|cloudpickle)\.loads?|socket\.(?:socket|create_connection)|ctypes\.(?:CDLL|PyDLL|cdll|pydll|pythonapi|memmove|string_at)(?:\.\w+)*)$/;

export const hiddenCall = defineRule<{ path: string }>({
  id: "SEC-007",
  name: "hidden-call",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A function that runs code or programs is called by a detour that hides its name.",
  why: '`getattr(os, "sys" + "tem")`, `__import__("os").system`, `globals()["__builtins__"]["exec"]`, `e = eval` and `Thread(target=os.system)` do what the plain name does, and have no other use than to be found by nobody who searches for it. Ruff\'s rules for these functions see the plain name only.',
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
    const told = new Set<string>();
    for (const call of code?.calls ?? []) {
      const { paths, isIndirect, span } = call;
      const path =
        paths.find((one) => (isIndirect && dangerous.test(one)) || behindAnother.test(one)) ??
        askedByMethod(call) ??
        (runsHarm(call) ? "builtins.exec" : undefined);
      if (path === undefined) continue;
      report(span, { path });
      told.add(path);
    }
    for (const { paths, span } of code?.uses ?? []) {
      const path = paths.find((one) => handedOn.test(one) && !told.has(one));
      if (path !== undefined) report(span, { path }, "medium");
    }
  },
});

/** What `methodcaller("system", …)` calls, of whatever it is given. */
function askedByMethod(call: CallFact): string | undefined {
  if (!call.paths.includes("operator.methodcaller")) return undefined;
  const name = constantText(argumentOf(call, "name", 0)?.value) ?? "";
  return dangerous.test(`os.${name}`) ? `os.${name}` : undefined;
}

/** A program's start behind a module that only happens to have it, or behind what every object has. */
const behindAnother =
  /\.(?:os|posix|builtins)\.(?:system|popen|exec\w*|eval|spawn\w+|posix_spawn\w*)$|^(?:posix|nt)\.(?:system|popen|exec\w+|spawn\w+|posix_spawn\w*)$|^_posixsubprocess\.|\.__(?:base|mro|bases)__(?:\[\])?\.__subclasses__$|\.__globals__\[|^ctypes\.(?:C|Py)DLL\(\)\.(?:system|popen|exec\w+)$|^ctypes\.(?:cdll|pydll)\.LoadLibrary\(\)\.(?:system|popen|exec\w+)$/;

/** What is given to something else that calls it: a thread, `map`, a task. */
const handedOn = /^(?:builtins\.(?:eval|exec|__import__)|os\.(?:system|popen|exec[lv]\w*|spawn\w+|posix_spawn\w*))$/;
