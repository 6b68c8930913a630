import { defineRule } from "../define-rule.ts";
import { quoteCode, textsIn } from "./code-values.ts";
import { powersIn } from "./container-commands.ts";
import { shellCommands } from "./shell-commands.ts";
import { wordCommands } from "./word-commands.ts";

const example = (command: string): string => `
  from airflow.providers.standard.operators.bash import BashOperator
  from airflow.sdk import DAG

  with DAG("convert", schedule=None):
      BashOperator(task_id="convert", bash_command="${command}")
`;

export const commandTakesMachine = defineRule<{ command: string }>({
  id: "SEC-037",
  name: "command-takes-machine",
  severity: "error",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A command starts a container that can take over its machine.",
  why: "`docker run --privileged`, strong capabilities, the processes of the machine (`--pid host`), and its `/`, `/etc` or the socket of Docker as a volume make whoever is in the container root on the machine: past every rule that speaks of pods and of Docker's operators. Looked at are the options of `docker`, `podman` and `nerdctl` before the image.",
  message: ({ command }) => `This starts a container that can take over its machine: ${quoteCode(command)}.`,
  remedy: () => "Leave that option out, or start the container by an operator with what it needs alone.",
  bad: example("docker run --rm --privileged converter"),
  good: example("docker run --rm --volume /srv/work:/work converter"),
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span } of shellCommands(code)) {
      const found = [...textsIn(value)].flatMap(powersIn)[0];
      if (found !== undefined) report(span, { command: found });
    }
    for (const { words, span } of wordCommands(code)) {
      const [found] = powersIn(words);
      if (found !== undefined) report(span, { command: found });
    }
  },
});
