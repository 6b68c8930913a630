import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-018", text);

describe("metadata services", () => {
  test.each([
    ["AWS", 'import requests\nrequests.get("http://169.254.169.254/latest/", timeout=1)\n'],
    ["Google", 'URL = "http://metadata.google.internal/computeMetadata/v1/"\n'],
    ["one number", 'U = "http://2852039166/latest"\n'],
    ["hexadecimal parts", 'U = "http://0xA9.0xFE.0xA9.0xFE/"\n'],
    ["octal parts", 'U = "http://0251.0376.0251.0376:80/"\n'],
    ["one octal number", 'U = "http://025177524776/"\n'],
    ["two parts", 'U = "http://169.16689662/"\n'],
    ["three parts", 'U = "http://169.254.43518/"\n'],
    ["an address of IPv6", 'U = "http://[::ffff:a9fe:a9fe]/"\n'],
    ["digits in circles", 'U = "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/"\n'],
    ["other full stops", 'U = "http://169。254。169。254/"\n'],
    ["parts that are joined", 'import requests\nrequests.get("http://" + ".".join(["169", "254", "169", "254"]))\n'],
    ["parts that are formatted", 'import requests\nrequests.get("http://%d.%d.%d.%d/" % (169, 254, 169, 254))\n'],
    ["numbers in an f-string", 'U = f"http://{169}.{254}.{169}.{254}/"\n'],
    ["Google's short name", 'U = "http://metadata/computeMetadata/v1/instance"\n'],
    [
      "a name that is used twice",
      'import requests\nU = "http://169.254.169.254/"\n\nrequests.get(U)\nrequests.post(U)\n',
    ],
    ["ECS", 'URL = f"http://169.254.170.2{path}"\n'],
    ["as a number", 'URL = "http://2852039166/latest"\n'],
    [
      "in a shell",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl http://169.254.169.254/latest/meta-data/")\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["hosts without a proxy", 'E = {"NO_PROXY": "localhost,169.254.169.254"}\n'],
    ["a comment or a docstring", '"""Not 169.254.169.254."""\n# 169.254.169.254\n'],
    ["a version", 'U = "https://example.org/169.254" + "//1.2"\n'],
    ["a port", 'U = "http://10.0.0.1:2852/ https://0x.org/ http://localhost/"\n'],
    ["another address", 'URL = "http://169.254.169.25/x 1.169.254.169.254"\n'],
    [
      "what else is called metadata",
      'from x import metadata\nmetadata.google()\nURL = "https://metadata.example.org"\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
