import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

const places = (text: string) => placesIn("SEC-008", text);

describe("code that no review has seen", () => {
  test.each([
    ["base64", 'import base64\nexec(base64.b64decode("cHJpbnQ="))\n'],
    ["a name between", 'import zlib, base64\ncode = zlib.decompress(base64.b64decode(b"eJw="))\nexec(code.decode())\n'],
    ["hexadecimal", 'exec(bytes.fromhex("7072696e74").decode())\n'],
    ["characters", 'exec("".join(chr(c) for c in [112, 49]))\n'],
    ["characters by map", 'exec("".join(map(chr, [112, 49])))\n'],
    ["rot13", 'import codecs\neval(codecs.decode("cevag", "rot13"))\n'],
    ["a download", 'import requests\nexec(requests.get("https://example.org/x.py", timeout=3).text)\n'],
    [
      "a download by the standard library",
      'from urllib.request import urlopen\nexec(urlopen("https://example.org").read())\n',
    ],
    [
      "a pickle that is downloaded",
      'import pickle, requests\npickle.loads(requests.get("https://example.org", timeout=3).content)\n',
    ],
    ["marshal", 'import marshal, base64\nmarshal.loads(base64.b64decode("4w=="))\n'],
    ["rot13 the other way", 'import codecs\nexec(codecs.encode("cevag", "rot13"))\n'],
    ["a hook", 'from airflow.providers.amazon.aws.hooks.s3 import S3Hook\nexec(S3Hook("c").read_key("k"))\n'],
    [
      "a part of a Variable",
      'from airflow.models import Variable\nexec(Variable.get("x", deserialize_json=True)["code"])\n',
    ],
    ["a Variable", 'from airflow.models import Variable\nexec(Variable.get("code"))\n'],
    ["a run's configuration", 'def f(dag_run):\n    return eval(dag_run.conf["rule"])\n# airflow\n'],
    ["numbers", "exec(bytes([112, 49]))\n"],
    ["a file elsewhere", 'exec(open("/tmp/x").read())\n'],
    ["a file elsewhere, by with", 'with open("/var/tmp/x") as f:\n    exec(f.read())\n'],
    ["a path elsewhere", 'from pathlib import Path\nexec((Path("/tmp") / "x").read_text())\n'],
    ["a module elsewhere", 'import runpy\nrunpy.run_path("/tmp/x.py")\n'],
    [
      "a module's place",
      'from importlib.util import spec_from_file_location\nspec_from_file_location("m", "/tmp/x.py")\n',
    ],
    ["timeit", 'import base64, timeit\ntimeit.timeit(base64.b64decode("cHJpbnQ=").decode())\n'],
    [
      "an interpreter",
      'import code, requests\ncode.InteractiveConsole().push(requests.get("https://example.org", timeout=3).text)\n',
    ],
    ["by another name", 'import base64 as b\ne = exec\ne(b.b64decode("cHJpbnQ="))\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["a pipe", "echo Y3VybCB4 | base64 -d | bash"],
    ["a pipe by its long name", "echo Y3VybCB4 | base64 --decode | /bin/sh -s"],
    ["what is evaluated", 'eval "$(echo Y3VybCB4 | base64 -d)"'],
    ["a substitution", "bash <(base64 -D run.txt)"],
    ["openssl", "openssl base64 -d -in run.txt | sh"],
    ["hexadecimal digits", "xxd -r -p run.txt | sh"],
    ["Python", "python3 -c \"exec(__import__('base64').b64decode('cHJpbnQoMSk='))\""],
  ])("text that a shell decodes: %s", async (_, command) => {
    expect(await places(`import os\nos.system(${JSON.stringify(command)})\n`)).toEqual(["2:11"]);
  });

  test.each([
    ["a file", "base64 -d data.b64 > data.bin; bash run.sh"],
    ["data", "echo $DATA | base64 -d | jq .count | sh-report"],
    ["what is encoded", "cat run.sh | base64 | tee run.txt"],
    ["what another program reads", "base64 -d config.b64 | python3 load.py"],
    ["a value", 'KEY="$(echo $K | base64 -d)" bash run.sh'],
  ])("text that a shell only decodes: %s", async (_, command) => {
    expect(await places(`import os\nos.system(${JSON.stringify(command)})\n`)).toEqual([]);
  });

  test.each([
    ["a constant", 'exec("print(1)")\n'],
    [
      "a module of the repository",
      'import runpy\nrunpy.run_path("jobs/x.py")\nrunpy.run_path("/opt/airflow/dags/x.py")\n',
    ],
    ["data elsewhere", 'import json\njson.loads(open("/tmp/x").read())  # exec\n'],
    ["bytes of a length", "exec(bytes(3))\n"],
    ["JSON", 'import base64, json\njson.loads(base64.b64decode("e30="))\n'],
    ["a pickle of one's own", 'import base64, pickle\npickle.loads(base64.b64decode("gAR9lC4="))\n'],
    ["a file of the repository", 'exec(compile(open("setup.py").read(), "setup.py", "exec"))\n'],
    ["a regular expression", 'import re\nre.compile("".join(chr(c) for c in [112]))  # exec\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

test.each(["eval $(echo ", "base64 -d ", "python -c exec( ", "bash `printf a| base64 "])(
  "a command that tries to make the search slow is searched in linear time: %s",
  { timeout: 60_000 },
  async (part) => {
    await expectLinear(20_000, (size) => places(`import os\nos.system(${JSON.stringify(part.repeat(size / 10))})\n`));
  },
);
