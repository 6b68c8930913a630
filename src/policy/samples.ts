/** What could stand at each place of a policy, for `samplesOf`. */
export const policySamples: Readonly<Record<string, string>> = {
  version: "version: 1",
  extends: "extends: code-repo",
  people: "people: { data-controllers: { teams: [acme/data-controllers] } }",
  "people.*": "data-controllers: { teams: [acme/data-controllers] }",
  "people.*.organisation": "organisation: acme",
  "people.*.teams": "teams: [acme/data-controllers]",
  "people.*.organizations": "organizations: [acme]",
  "people.*.groups": "groups: [acme/data]",
  "people.*.users": "users: [{ login: ben, id: 123 }]",
  "people.*.permissions": "permissions: [maintain]",
  kinds: 'kinds: { job: ["jobs/**/*.yml"] }',
  "kinds.*": 'job: ["jobs/**/*.yml"]',
  rules: "rules: { SEC-001: warning }",
  "rules.*": "SEC-001: warning",
  counting: "counting: { expire-after: 30d }",
  "counting.methods": "methods: [review, command]",
  "counting.expire-after": "expire-after: 30d",
  requirements: "requirements: [{ when: { changes: job }, require: { count: 1, from: data-controllers } }]",
  "requirements.*": "{ when: { changes: job }, require: { count: 1, from: data-controllers } }",
  "requirements.*.name": "name: job requests",
  otherwise: "otherwise: { require: { count: 1, from: data-controllers } }",
  objections: "objections: { from: [data-controllers] }",
  "objections.from": "from: [data-controllers]",
  commands: "commands: { merge: [data-controllers] }",
  "commands.*": "merge: [data-controllers]",
};

/** The same for the node's file. */
export const nodeSamples: Readonly<Record<string, string>> = {
  "": "{ node: london, controllers: [{ github: { login: ben, id: 123 } }] }",
  node: "node: london",
  python: 'python: "3.12"',
  targets: "targets: { airflow: { kind: dag-directory, path: /srv/airflow/dags } }",
  "targets.*": "airflow: { kind: dag-directory, path: /srv/airflow/dags }",
  engine: "engine: { kind: inbox, path: /srv/inbox }",
  controllers: "controllers: [{ github: { login: ben, id: 123 } }]",
  "controllers.*": "{ github: { login: ben, id: 123 } }",
  datasets: 'datasets: { patients: { owners: ["team:acme/patients-owners"] } }',
  "datasets.*": 'patients: { owners: ["team:acme/patients-owners"] }',
  "datasets.*.owners": 'owners: ["team:acme/patients-owners"]',
  inventory: "inventory: countersign.inventory.json",
  storage: "storage: { internal: /srv/internal, publication: /srv/publication }",
  trust: "trust: { accept: [reviews] }",
  repositories: 'repositories: [{ name: acme/study, url: "https://github.com/acme/study" }]',
  "repositories.*": '{ name: acme/study, url: "https://github.com/acme/study" }',
};

/** What could be asked for, and when. */
export const demandSample = "{ count: 1, from: data-controllers }";
export const conditionSample = "{ changes: job }";
