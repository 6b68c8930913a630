import { describe, expect, test } from "vitest";
import { readNodeFile } from "../../src/policy/read-node-file.ts";
import { nodeSamples } from "../../src/policy/samples.ts";

const minimal = "node: london\ncontrollers: [{ github: { login: ben, id: 2 } }]\n";

const full = `node: london
python: "3.11"
targets:
  airflow: { kind: dag-directory, path: /opt/airflow/dags, api: { url: "http://airflow:8080", username: countersign, password-from: env:AIRFLOW_PASSWORD } }
  second: { kind: dag-directory, path: /opt/second }
engine: { kind: inbox, path: /srv/inbox }
controllers:
  - { github: { login: ben, id: 2 }, gitlab: { login: ben.b, id: 22 }, ssh-keys: ["ssh-ed25519 AAAA ben@laptop"] }
  - { gitlab: { login: cleo, id: 3 } }
datasets:
  patients: { owners: [team:acme/patients-owners, organization:acme], agreements: required }
  births: { owners: group:acme/births }
storage: { internal: s3://results-internal/dvc, publication: /srv/public }
repositories:
  - name: acme/study
    url: https://github.com/acme/study
  - name: company-workflows
    url: git@github.com:company/workflows.git
    branch: live
    auth_type: ssh_key
    sync_interval: 90s
    namespace: company
    priority: 1
    validation: { enabled: false, security_scan: false }
    auto_deploy: false
`;

function problems(text: string): readonly string[] {
  const reading = readNodeFile(text, { path: "countersign.node.yml" });
  return "problems" in reading
    ? reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
}

describe("a node's file is read", () => {
  test("with little, everything else has its default", () => {
    expect(readNodeFile(minimal, { path: "n" })).toEqual({
      node: {
        node: "london",
        python: "3.12",
        targets: [],
        engine: null,
        controllers: [{ id: 2, login: "ben", forge: "github", sshKeys: [] }],
        datasets: [],
        storage: null,
        repositories: [],
      },
    });
  });

  test("with everything", () => {
    expect(readNodeFile(full, { path: "n" })).toEqual({
      node: {
        node: "london",
        python: "3.11",
        targets: [
          {
            name: "airflow",
            kind: "dag-directory",
            path: "/opt/airflow/dags",
            api: { url: "http://airflow:8080", username: "countersign", passwordFrom: "env:AIRFLOW_PASSWORD" },
          },
          { name: "second", kind: "dag-directory", path: "/opt/second", api: null },
        ],
        engine: { kind: "inbox", path: "/srv/inbox" },
        controllers: [
          { id: 2, login: "ben", forge: "github", sshKeys: ["ssh-ed25519 AAAA ben@laptop"] },
          { id: 22, login: "ben.b", forge: "gitlab", sshKeys: ["ssh-ed25519 AAAA ben@laptop"] },
          { id: 3, login: "cleo", forge: "gitlab", sshKeys: [] },
        ],
        datasets: [
          { name: "patients", owners: ["team:acme/patients-owners", "organization:acme"], agreementsRequired: true },
          { name: "births", owners: ["group:acme/births"], agreementsRequired: false },
        ],
        storage: { internal: "s3://results-internal/dvc", publication: "/srv/public" },
        repositories: [
          {
            name: "acme/study",
            url: "https://github.com/acme/study",
            branch: "main",
            namespace: "study",
            autoDeploy: true,
            authType: null,
            syncIntervalMs: null,
            priority: 100,
            validation: { enabled: true, securityScan: true },
          },
          {
            name: "company-workflows",
            url: "git@github.com:company/workflows.git",
            branch: "live",
            namespace: "company",
            autoDeploy: false,
            authType: "ssh_key",
            syncIntervalMs: 90_000,
            priority: 1,
            validation: { enabled: false, securityScan: false },
          },
        ],
      },
    });
  });

  test("with what a dataset may be read for, and under which agreements", () => {
    const read = (dataset: string) => readNodeFile(`${minimal}datasets: { p: ${dataset} }\n`, { path: "n" });
    const owners = ["group:acme/data:maintainer"];
    const p = { name: "p", owners, agreementsRequired: false };
    expect(read("{ owners: group:acme/data:maintainer, agreements: optional }")).toMatchObject({
      node: { datasets: [p] },
    });
    expect(
      read("{ owners: group:acme/data:maintainer, agreements: [A, B], purposes: Research, paths: data/p.dvc }"),
    ).toMatchObject({
      node: {
        datasets: [
          { ...p, agreementsRequired: true, agreements: ["A", "B"], purposes: ["Research"], paths: ["data/p.dvc"] },
        ],
      },
    });
    expect(problems(`${minimal}datasets: { p: { owners: group:acme/data:boss } }\n`)).toHaveLength(1);
    expect(problems(`${minimal}datasets: { p: { owners: organization:acme, purposes: "a: b" } }\n`)).toEqual([
      expect.stringMatching(/^3:55 A purpose has no `:`/),
    ]);
    expect(problems(`${minimal}datasets: { p: { owners: organization:acme, agreements: [] } }\n`)).toHaveLength(1);
    expect(problems(`${minimal}datasets: { p: { owners: organization:acme, paths: "!x" } }\n`)).toHaveLength(1);
  });

  test.each([
    ["500ms", 500],
    ["2m", 120_000],
    ["1h", 3_600_000],
  ])("sync_interval: %s", (text, expected) => {
    const reading = readNodeFile(`${minimal}repositories: [{ name: a, url: "https://x/a", sync_interval: ${text} }]`, {
      path: "n",
    });
    expect("node" in reading && reading.node.repositories[0]?.syncIntervalMs).toBe(expected);
  });
});

describe("samples", () => {
  const places: Readonly<Record<string, (sample: string) => string>> = {
    "": (sample) => sample,
    "targets.*": (sample) => `targets: { ${sample} }`,
    "controllers.*": (sample) => `controllers: [${sample}]`,
    "datasets.*": (sample) => `datasets: { ${sample} }`,
    "datasets.*.owners": (sample) => `datasets: { patients: { ${sample} } }`,
    "repositories.*": (sample) => `repositories: [${sample}]`,
  };

  test.each(Object.entries(nodeSamples))("%j: `%s` can be written there", (path, sample) => {
    const text = places[path]?.(sample) ?? sample;
    const rest = minimal.split("\n").filter((line) => path !== "" && !line.startsWith(text.split(":")[0] ?? ""));
    expect(readNodeFile([...rest, text].join("\n"), { path: "n" })).not.toHaveProperty("problems");
  });
});

describe("what is wrong stands on its line", () => {
  const add = (line: string) => `${minimal}${line}\n`;

  test.each<readonly [string, string, readonly (string | RegExp)[]]>([
    [
      "an empty file",
      "",
      [
        "1:1 The file is empty, and must be a map. For example: `{ node: london, controllers: [{ github: { login: ben, id: 123 } }] }`.",
      ],
    ],
    [
      "a controller by name alone",
      "node: a\ncontrollers: [ben]",
      ["2:15 `controllers[0]` must be a map, not text. For example: `{ github: { login: ben, id: 123 } }`."],
    ],
    [
      "controllers that are one name",
      "node: a\ncontrollers: ben",
      [
        "2:14 `controllers` must be a list, not text. For example: `controllers: [{ github: { login: ben, id: 123 } }]`.",
      ],
    ],
    ["no YAML", "node: [", [/^1:\d+ The file is not YAML/]],
    ["nothing that is needed", "python: '3.12'", ["1:1 `node` and `controllers` are missing."]],
    ["an unknown key", add("target: {}"), ["3:1 Unknown key `target`. Did you mean `targets`?"]],
    [
      "no controllers",
      "node: a\ncontrollers: []",
      ["2:14 `controllers` must not be empty. For example: `controllers: [{ github: { login: ben, id: 123 } }]`."],
    ],
    [
      "a controller of no forge",
      "node: a\ncontrollers: [{ ssh-keys: ['ssh-ed25519 A'] }]",
      ["2:15 A controller needs `github` or `gitlab`, such as `{ github: { login: ben, id: 123 } }`."],
    ],
    ["a bare login", "node: a\ncontrollers: [{ github: ben }]", [/^2:25 `ben` is a login without an id/]],
    [
      "a bad key",
      "node: a\ncontrollers: [{ github: { login: ben, id: 2 }, ssh-keys: [x] }]",
      ["2:59 This must be a public SSH key, such as `ssh-ed25519 AAAA…`."],
    ],
    [
      "a bad name",
      "node: a/b\ncontrollers: [{ github: { login: ben, id: 2 } }]",
      ["1:7 A node's name has letters, digits, `.`, `_` and `-`."],
    ],
    [
      "a Python that YAML takes for a number",
      add("python: 3.10"),
      ['3:9 `python` must be text, not a number. Write it in quotes. For example: `python: "3.12"`.'],
    ],
    ["a Python of another kind", add("python: '2.7'"), ['3:9 `python` is a version in quotes, such as `"3.12"`.']],
    [
      "a relative target",
      add("targets: { a: { kind: dag-directory, path: dags } }"),
      ["3:44 This must be an absolute path, without `..`."],
    ],
    [
      "a target that climbs",
      add("targets: { a: { kind: dag-directory, path: /x/../y } }"),
      ["3:44 This must be an absolute path, without `..`."],
    ],
    [
      "a kind of target that is not known",
      add("targets: { a: { kind: s3, path: /x } }"),
      ["3:23 `targets.a.kind` must be `dag-directory`, not `s3`."],
    ],
    [
      "a password in the file",
      add("targets: { a: { kind: dag-directory, path: /x, api: { url: 'http://a', password-from: hunter2 } } }"),
      ["3:87 A password is never written here: name where it is, as `env:NAME` or `file:/path`."],
    ],
    [
      "credentials in a URL",
      add("repositories: [{ name: a, url: 'https://u:p@x/a' }]"),
      ["3:32 `repositories[0].url`: This must be a URL without credentials."],
    ],
    [
      "no URL",
      add("repositories: [{ name: a, url: 'x y' }]"),
      ["3:32 `repositories[0].url`: This must be a URL without credentials."],
    ],
    ["an owner that is no group", add("datasets: { p: { owners: ben } }"), [/^3:26 An owner is a group such as/]],
    [
      "storage of another kind",
      add("storage: { internal: gs://x, publication: dvc }"),
      [/^3:22 .*`s3:\/\/bucket\/prefix`/, /^3:43 .*`s3:\/\/bucket\/prefix`/],
    ],
    ["half a storage", add("storage: { internal: /x }"), ["3:1 `storage.publication` is missing."]],
    [
      "a hidden namespace",
      add("repositories: [{ name: a, url: 'https://x/a', namespace: .a }]"),
      ["3:58 A namespace has letters, digits, `.`, `_` and `-`, and does not begin with `.` or `-`."],
    ],
    [
      "a branch that is an option",
      add("repositories: [{ name: a, url: 'https://x/a', branch: -f }]"),
      ["3:55 This must be the name of a branch, such as `main`."],
    ],
    [
      "another way to authenticate",
      add("repositories: [{ name: a, url: 'https://x/a', auth_type: password }]"),
      [/^3:58 `repositories\[0\].auth_type` must be one of/],
    ],
    [
      "one namespace for two",
      add("repositories: [{ name: a/x, url: 'https://x/a' }, { name: b/X, url: 'https://x/b' }]"),
      ["3:51 The namespace `X` is taken by `a/x` already; give each repository its own `namespace`."],
    ],
  ])("%s", (_, text, expected) => {
    expect(problems(text)).toEqual(expected.map((one) => (typeof one === "string" ? one : expect.stringMatching(one))));
  });

  test("a URL of SSH with a user is good, in either form", () => {
    expect(
      problems(add("repositories: [{ name: a, url: 'ssh://git@x/a' }, { name: b, url: 'git@x:a/b.git' }]")),
    ).toEqual([]);
  });
});
