import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

/** What Airflow itself refuses, as the reader of DAGs tells it, and in words for people. */
const refusals = new Map([
  ["Use keyword arguments when initializing operators", "an operator takes its arguments by name only"],
  ["TaskGroup can only be used inside a dag", "a task group stands outside of any DAG"],
  ["Chain not supported for different length Iterable", "`chain` is given lists of different lengths"],
  ["edges can only be set between tasks", "a dependency leads to something that is no task"],
  ["edges cannot be set between two lists", "a dependency leads from a list to a list, which `chain` or a loop can do"],
  ["edges cannot be set between two labels", "a label follows a label"],
  ["chain() takes no such argument", "`chain` takes tasks and lists of tasks, not by name"],
  ["chain_linear() takes no labels", "`chain_linear` takes no labels"],
  ["chain_linear() sets no edge", "`chain_linear` is given less than two things to join"],
  [
    "Trigger rule not configurable for teardown tasks.",
    "a teardown function is called twice, or given a `trigger_rule`",
  ],
  ["a task cannot be both setup and teardown", "a task is made both a setup and a teardown"],
  [
    "a DAG that fails fast has another trigger rule",
    "in a DAG with `fail_fast` a task has another trigger rule than `all_success`",
  ],
  [
    "an operator's __init__() has no **kwargs",
    "the operator's `__init__` has no `**kwargs`, in which Airflow gives `dag`",
  ],
  ["an edge is set between tasks of no DAG", "a dependency leads from one task to another, and none has a DAG"],
  ["an edge is set between tasks of different DAGs", "a dependency leads from one DAG to another"],
  ["a task group stands in another DAG than its own", "a task group stands in another DAG than the one it is given"],
  ["a mapped task stands in a mapped task group", "a task is mapped in a task group that is mapped itself"],
  [
    "a task with the trigger rule `always` is mapped over results",
    "a task with the trigger rule `always` is mapped over results",
  ],
  ["a result has keys that are texts", "the result of a task is asked for a key that is no text"],
  [
    "the result of a task is reckoned with",
    "the result of a task is there only when it runs, and is reckoned with before",
  ],
  [
    "cannot map over XCom with custom key",
    "`expand` is given what a result holds under a key, which cannot be mapped over",
  ],
  ["expand() and partial() take their arguments by name", "`expand` and `partial` take their arguments by name only"],
  ["a context key is mapped", "`expand` or `partial` is given what Airflow gives the function when it runs"],
  ["tasks are compared", "`>` stands between two tasks, where `>>` sets an edge"],
  ["no arguments to expand against", "`expand` is given nothing to map over"],
  ["expand() got an unexpected type", "`expand` takes lists, dictionaries and results of tasks"],
  [
    "unmappable or already specified argument",
    "`expand` or `partial` is given an argument that an earlier `partial` has already",
  ],
  ["too many positional arguments", "the function is given more arguments than it takes"],
  [
    "@task decorates what has no annotations",
    "`@task` takes functions that are written in Python, and no `functools.partial`",
  ],
  ["multiple values for an argument", "the function is given an argument by its place and again by its name"],
  ["a context key has a default", "a parameter that Airflow gives by its name has another default than `None`"],
  ["the function signature broke", "a parameter without a default stands behind one that Airflow gives by its name"],
  [
    "expand_kwargs() takes one list of dictionaries",
    "`expand_kwargs` takes one list of dictionaries, and nothing besides",
  ],
  ["expected XComArg or list[dict]", "`expand_kwargs` takes a list of dictionaries or the result of a task"],
  ["there is no such key", "the dictionary has no such key"],
  ["index out of range", "what is indexed is shorter than that"],
  ["string index out of range", "the text is shorter than that"],
  ["pop index out of range", "nothing stands where `pop` takes it from"],
  ["division by zero", "a number is divided by zero"],
  ["there is no such attribute", "a value of that type has no such attribute"],
  ["an operator does not take these", "an operator stands between values that it does not take"],
  ["what is called is no function", "what is called is no function"],
  ["what is indexed holds no items", "what is indexed holds no items"],
  ["what is indexed takes whole numbers", "a list or a text is indexed by something else than a whole number"],
  ["what has no length is measured", "`len` is given what has no length, such as a generator"],
  ["its items cannot be set", "the items of what is indexed cannot be set"],
  ["what is caught is no exception", "`except` names something that is no exception"],
  ["@setup and @teardown take a function", "`setup` and `teardown` take a function, and stand without brackets"],
  [
    "run_if and skip_if decorate a task",
    "`run_if` and `skip_if` take a condition, and decorate what `@task` has decorated",
  ],
  ["group_display_name is no text", "the second argument of a task group is its display name, a text"],
  [
    "Only setup/teardown tasks can be used as context managers.",
    "only setup and teardown tasks can be used with `with`",
  ],
]);

export const importSeemsToFail = defineRule<{ type: string; what: string }>({
  id: "DAG-025",
  name: "import-seems-to-fail",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A file with DAGs uses Airflow in a way that raises an exception when it is imported.",
  why: "Airflow takes no DAG from a file that raises. What the code does is followed without running it, so that it is told with some care.",
  message: ({ type, what }) => `This raises ${quoteName(type)} when Airflow imports the file: ${what}.`,
  remedy: () =>
    "Change what is named here so that it does not raise; `python FILE` with the node's Airflow shows whether it does.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator("load")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        EmptyOperator(task_id="load")
  `,
  check({ module }, report) {
    for (const { type, message, span, definedIn } of module?.failures ?? []) {
      const what = refusals.get(message);
      if (what !== undefined && definedIn === null) report(span, { type, what });
    }
  },
});
