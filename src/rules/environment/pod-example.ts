/** A pod for the examples of rules, with more lines in its spec or its container. */
export function podExample({
  spec = "",
  container = "",
}: {
  readonly spec?: string;
  readonly container?: string;
}): string {
  const lines = [
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    "  name: etl",
    "spec:",
    ...indent(spec, 2),
    "  containers:",
    "    - name: etl",
    `      image: registry.example.org/etl@sha256:${"0123456789abcdef".repeat(4)}`,
    ...indent(container, 6),
  ];
  return `${lines.join("\n")}\n`;
}

function indent(text: string, columns: number): readonly string[] {
  return text === "" ? [] : text.split("\n").map((line) => " ".repeat(columns) + line);
}
