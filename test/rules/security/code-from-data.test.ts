import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

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
