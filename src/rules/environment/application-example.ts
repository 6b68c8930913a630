export interface ApplicationParts {
  readonly project?: string;
  readonly repository?: string;
  readonly namespace?: string;
  /** Further lines of the spec. */
  readonly more?: readonly string[];
}

/** An Argo CD Application for the examples of rules. */
export function applicationExample(parts: ApplicationParts = {}): string {
  const {
    project = "workflows",
    repository = "https://git.example.org/acme/charts.git",
    namespace = "airflow",
  } = parts;
  const lines = [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata:",
    "  name: airflow",
    "  namespace: argocd",
    "spec:",
    `  project: ${project}`,
    "  source:",
    `    repoURL: ${repository}`,
    "    path: charts/airflow",
    "    targetRevision: main",
    "  destination:",
    "    server: https://kubernetes.default.svc",
    `    namespace: ${namespace}`,
    ...(parts.more ?? []).map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}
