import { describe, expect, test } from "vitest";
import type { NodeInventory } from "../../../src/domain/inventory.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { dag, airflow3 as inventory, told } from "./inspect-dependencies.ts";

const others = {
  "dags/common/__init__.py": "",
  "dags/common/defaults.py": "RETRIES = 2\n",
  "dags/common/inner/one.py": "",
  "dags/common/_fast.cpython-312-x86_64-linux-gnu.so": "",
  "shared/two.py": "",
};
const gone = (name: string, place: string, at: string): string =>
  `${at} The repository has no \`${name}\`: there is none in \`${place}\`.`;

describe("what is there, or may be", () => {
  test.each([
    "from common.defaults import RETRIES",
    "from common import anything",
    "import common.inner.one",
    "from common.inner import one",
    "from common import inner",
    "from common._version import version",
    "from common.messages_pb2 import X",
    "from common.defaults.more import X",
    "import elsewhere.thing",
    "import pandas.missing",
    "try:\n    import common.new\nexcept ImportError:\n    pass",
    "from shared.three import X", // what is at the top may be installed
  ])("%s", async (line) => {
    expect(await told("DEP-015", dag(line), { others })).toEqual([]);
  });

  test("a package that the node has under this name", async () => {
    const modules = { ...inventory.modules, common: ["acme-common"] };
    const given = { inventory: { ...inventory, modules }, others };
    expect(await told("DEP-015", dag("from common.gone import X"), given)).toEqual([]);
  });

  test.each(["from google.cloud.kms import X", "import docker.types"])("an installed package: %s", async (line) => {
    const given = { path: "dags/google/a.py", others: { "dags/google/cloud/a.py": "", "dags/docker/a.py": "" } };
    expect(await told("DEP-015", dag(line), given)).toEqual([]);
  });

  test("one of another folder above", async () => {
    const given = { path: "dags/team/a.py", others: { ...others, "dags/team/common/gone.py": "" } };
    expect(await told("DEP-015", dag("from common.gone import X"), given)).toEqual([]);
  });
});

describe("what may be an installed package, as nobody knows the node", () => {
  test.each([
    ["dags/weaviate/a.py", "from weaviate.classes.config import Configure", "classes"],
    ["dags/yandex/a.py", "import yandex.cloud.job_pb2 as job", "cloud"],
    ["dags/a.py", "from soda.scan import Scan", "scan"],
    ["dags/a.py", "from soda import Scan", "Scan"],
  ])("%s: %s", async (path, line, lacking) => {
    const files = { "dags/weaviate/__init__.py": "", "dags/yandex/b.py": "", "dags/soda/checks.yml": "" };
    const { findings, indeterminate } = await inspectTexts({
      files: [{ path, text: dag(line) }],
      context: Object.entries(files).map(([at, text]) => ({ path: at, text })),
      known: knownOf({}),
    });
    expect(findings.filter(({ rule }) => rule === "DEP-015")).toEqual([]);
    const [, top = ""] = / (\w+)/.exec(line) ?? [];
    expect(indeterminate.filter(({ rule }) => rule === "DEP-015").map(({ reason }) => reason)).toEqual([
      `whether \`${top}\` is an installed package cannot be known without an inventory of the node: \`dags/${top}\` has no \`${lacking}\``,
    ]);
    expect(await told("DEP-015", dag(line), { path, inventory, others: files })).toHaveLength(1);
  });

  test.each([
    ["from common import inner", /^open: whether `common`/],
    ["import common.defaults", /^2:6 The repository has no `gone`/],
    ["import common.inner.one", /^2:6 The repository has no `gone`/],
  ])("of a file in its folder, what else it takes from it tells: %s", async (line, message) => {
    const given = { path: "dags/common/a.py", others };
    const found = await told("DEP-015", dag(line, "from common.gone import X"), given);
    expect(found).toEqual([expect.stringMatching(message)]);
  });
});

describe("what is gone", () => {
  test.each([
    ["from common.gone import X", gone("gone", "dags/common", "1:6")],
    ["import common.inner.two", gone("two", "dags/common/inner", "1:8")],
    ["from common.inner import two", gone("two", "dags/common/inner", "1:6")],
    ["def f():\n    from common.gone import X", gone("gone", "dags/common", "2:10")],
  ])("%s", async (line, message) => {
    expect(await told("DEP-015", dag(line), { others })).toEqual([message]);
    expect(await told("DEP-015", dag(line), { others, path: "dags/team/a.py" })).toEqual([message]);
  });

  test("at the top of the repository, where nothing of this name is installed", async () => {
    const line = "from shared.three import X";
    expect(await told("DEP-015", dag(line), { inventory, others })).toEqual([gone("three", "shared", "1:6")]);
  });

  test.each([
    ["from .gone import X", gone("gone", "dags/common", "1:7")],
    ["from ..nowhere.gone import X", gone("nowhere", "dags", "1:8")],
    ["from .inner.two import X", gone("two", "dags/common/inner", "1:7")],
    ["from .defaults import X", null],
    ["from . import whatever", null],
    ["from .inner import one", null],
    ["from ._fast import one", null],
  ])("beside a module that others import: %s", async (line, message) => {
    const found = await told("DEP-015", `${line}\n`, { others, path: "dags/common/x.py" });
    expect(found).toEqual(message === null ? [] : [message]);
  });
});

test("without an inventory it is less sure, but for what is beside the file", async () => {
  const confidence = async (line: string, given: Partial<NodeInventory> | null, path = "dags/a.py") => {
    const { findings } = await inspectTexts({
      files: [{ path, text: dag(line) }],
      context: Object.entries(others).map(([path, text]) => ({ path, text })),
      known: knownOf(given === null ? {} : { inventory: given }),
    });
    return findings.filter(({ rule }) => rule === "DEP-015").map((one) => one.confidence);
  };
  expect(await confidence("from common.gone import X", null)).toEqual(["medium"]);
  expect(await confidence("from common.gone import X", inventory)).toEqual(["high"]);
  expect(await confidence("def f():\n    from .gone import X", null, "dags/common/a.py")).toEqual(["high"]);
});
