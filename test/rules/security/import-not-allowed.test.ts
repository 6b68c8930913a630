import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

describe("imports by a list", () => {
  test.each<[string, Record<string, string[]>, string, string[]]>([
    ["no list", {}, "import subprocess\n", []],
    ["denied", { deny: ["subprocess"] }, "import subprocess\n", ["1:8"]],
    ["a part of it", { deny: ["subprocess"] }, "from subprocess import run\n", ["1:24"]],
    ["all of it", { deny: ["subprocess"] }, "from subprocess import *\n", ["1:1"]],
    [
      "a module of it",
      { deny: ["requests"] },
      "import requests.adapters\nfrom requests.adapters import A\n",
      ["1:8", "2:31"],
    ],
    ["all below it, and so itself", { deny: ["requests.*"] }, "import requests\nrequests.get(x)\n", ["1:8"]],
    [
      "all below it, by its modules",
      { deny: ["requests.*"] },
      "from requests import get\nimport requests.adapters as a\n",
      ["1:22", "2:8"],
    ],
    ["all below a module", { deny: ["os.path.*"] }, "import os\nos.path.join(a)\nimport os.path\n", ["2:1", "3:8"]],
    ["allowed with all below it", { allow: ["requests.*"] }, "import requests, requestsx\n", ["1:18"]],
    ["under another name", { deny: ["subprocess"] }, "import json, subprocess as s\n", ["1:14"]],
    ["in a function, after a condition", { deny: ["subprocess"] }, "def f():\n    if x: import subprocess\n", ["2:18"]],
    ["by a text", { deny: ["subprocess"] }, 'import importlib\nimportlib.import_module("sub" + "process")\n', ["2:1"]],
    ["a name that begins alike", { deny: ["sub"] }, "import subprocess\n", []],
    ["a function, by its import", { deny: ["os.system"] }, "from os import system, getcwd\n", ["1:16"]],
    ["a function, by its module", { deny: ["os.system"] }, 'import os\nos.system("ls")\nos.getcwd()\n', ["2:1"]],
    [
      "not among the allowed",
      { allow: ["airflow", "pandas"] },
      "import pandas as pd\nimport airflow.sdk\nimport requests\n",
      ["3:8"],
    ],
    ["relative", { allow: ["airflow"] }, "from . import a\nfrom ..b import c\n", []],
  ])("%s", async (_, options, text, places) => {
    expect(await placesIn("SEC-030", text, { severities: { "SEC-030": { severity: null, options } } })).toEqual(places);
  });
});
