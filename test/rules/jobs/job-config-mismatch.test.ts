import { describe, expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const head = `
from enum import Enum
from typing import List, Literal, Optional

import dagster as dg
from pydantic import Field

class Level(Enum):
    LOW = "l"
    HIGH = "h"

class Cohort(dg.Config):
    min_age: int = Field(ge=0, le=120)
    regions: List[str] = []
    ratio: Optional[float]
    mode: Literal["fast", "slow"] = "fast"
    level: Level = Level.LOW

class Output(dg.Config):
    title: str = Field("x", max_length=5)
    min_age: int = Field(default=1, ge=18)

@dg.op
def select(config: Cohort): ...

@dg.op
def write(config: Output): ...

@dg.op
def plain(): ...

@dg.asset
def table(config: Cohort): ...
`;

const location = `${head}
@dg.graph
def inner():
    write()

@dg.job
def one():
    select()
    plain()

@dg.job
def two():
    select()
    write()

@dg.job
def none():
    plain()

@dg.job
def nested():
    select()
    inner()

@dg.job(config={"ops": {"select": {"config": {"min_age": 3}}}})
def preset():
    select()

defs = dg.Definitions(
    assets=[table],
    jobs=[one, two, none, nested, preset, dg.define_asset_job("tables", selection=["table"])],
)
`;

const ask = (job: string, parameters: string, text = location) =>
  toldOfJob("JOB-021", jobExample({ engine: `{ dagster: { location: study, job: ${job} } }`, parameters }), {
    context: [{ path: "dags/study.py", text }],
  });

describe("parameters that are fields of config classes", () => {
  test.each([
    ["one", "{ min_age: 18, regions: [n], ratio: 0.5, mode: slow, level: HIGH }"],
    ["one", "{ min_age: 18, ratio: null, level: null }"],
    ["one", "{ min_age: { env: MIN_AGE } }"],
    ["two", "{ min_age: 18, title: abc }"],
    ["none", "{ whatever: 1 }"],
    ["preset", "{}"],
    ["tables", "{ min_age: 1 }"],
  ])("match: %s %s", async (job, parameters) => {
    expect(await ask(job, parameters)).toEqual({ told: [], open: [] });
  });

  test.each([
    ["one", "{}", ["`parameters` must have `min_age`."]],
    ["one", "{ min_age: 130 }", ["`min_age` must be at most 120."]],
    ["one", "{ min_age: eighteen }", ["`min_age` must be a whole number."]],
    ["one", "{ min_age: 1, min_agee: 1 }", ["`min_agee` is not known. Did you mean `min_age`?"]],
    ["one", "{ min_age: 1, regions: [1] }", ["`regions.0` must be text."]],
    ["two", "{ min_age: 3 }", ["`min_age` must be at least 18."]],
    ["two", "{ min_age: 18, title: abcdef }", [expect.stringContaining("`title` must")]],
    ["preset", "{ min_age: -1 }", ["`min_age` must be at least 0."]],
    ["tables", "{ min_age: -1 }", ["`min_age` must be at least 0."]],
  ])("do not: %s %s", async (job, parameters, expected) => {
    const { told, open } = await ask(job, parameters);
    expect(told.map((line) => line.replace(/^\S+ /, ""))).toEqual(expected);
    expect(open).toEqual([]);
  });

  test.each(["{ mode: medium, min_age: 1 }", "{ level: l, min_age: 1 }", "{ level: 3, min_age: 1 }"])(
    "one of a few: %s",
    async (parameters) => {
      expect((await ask("one", parameters)).told).toHaveLength(1);
    },
  );
});

describe("parameters that are the config of a run", () => {
  test.each([
    ["one", "{ ops: { select: { config: { min_age: 3 } } } }"],
    ["nested", "{ ops: { select: { config: { min_age: 3 } }, inner: { ops: { write: { config: { title: a } } } } } }"],
    ["preset", "{ ops: { select: { config: { mode: slow } } } }"],
    ["one", "{ ops: { select: { config: { min_age: 3 } } }, resources: { io: { config: {} } } }"],
  ])("match: %s %s", async (job, parameters) => {
    expect(await ask(job, parameters)).toEqual({ told: [], open: [] });
  });

  test.each([
    ["one", "{ ops: { select: { config: { min_age: -3 } } } }", "`ops.select.config.min_age` must be at least 0."],
    ["one", "{ ops: { selekt: { config: { min_age: 3 } } } }", "`ops.selekt` is not known."],
    ["one", "{ ops: {} }", "`ops` must have `select`."],
    ["one", "{ ops: { select: {} } }", "`ops.select` must have `config`."],
    [
      "nested",
      "{ ops: { select: { config: { min_age: 3 } }, inner: { ops: { write: { config: { title: 1 } } } } } }",
      "`ops.inner.ops.write.config.title` must",
    ],
  ])("do not: %s %s", async (job, parameters, expected) => {
    const { told } = await ask(job, parameters);
    expect(told.join("\n")).toContain(expected);
  });
});

describe("what is not all written out", () => {
  const unclear = `${head}
import os

class Late(dg.Config):
    known: int
    other: os.environ["TYPE"]

@dg.op
def late(config: Late): ...

@dg.job
def unclear():
    late()
    select()

defs = dg.Definitions(jobs=[unclear])
`;

  test("is said, and what is known is checked", async () => {
    const { told, open } = await ask("unclear", "{ min_age: -1, whatever: 2 }", unclear);
    expect(told).toEqual([expect.stringContaining("`min_age` must be at least 0.")]);
    expect(open).toEqual(["The config of `unclear` is not all written out, so not all parameters are checked."]);
  });

  test("two code locations with jobs of one name", async () => {
    const other = { path: "dags/other.py", text: location.replace("le=120", "le=99") };
    const request = jobExample({ engine: "{ dagster: { location: study, job: one } }", parameters: "{ min_age: -1 }" });
    const context = [{ path: "dags/study.py", text: location }, other];
    expect(await toldOfJob("JOB-021", request, { context })).toEqual({
      told: [],
      open: ["Several code locations have a job `one`, so its config cannot be checked."],
    });
    const naming = { path: "workspace.yaml", text: "load_from: [{ python_file: dags/other.py }]\n" };
    const named = jobExample({
      engine: "{ dagster: { location: other.py, job: one } }",
      parameters: "{ min_age: 100, ratio: 1 }",
    });
    expect(await toldOfJob("JOB-021", named, { context: [...context, naming] })).toEqual({
      told: [expect.stringContaining("`min_age` must be at most 99.")],
      open: [],
    });
  });
});
