import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-018", text);

describe("metadata services", () => {
  test.each([
    ["AWS", 'import requests\nrequests.get("http://169.254.169.254/latest/", timeout=1)\n'],
    ["Google", 'URL = "http://metadata.google.internal/computeMetadata/v1/"\n'],
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
    ["another address", 'URL = "http://169.254.169.25/x 1.169.254.169.254"\n'],
    [
      "what else is called metadata",
      'from x import metadata\nmetadata.google()\nURL = "https://metadata.example.org"\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
