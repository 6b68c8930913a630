import { describe, expect, test } from "vitest";
import { cronProblem } from "../../src/formats/cron-problem.ts";

describe("what croniter takes", () => {
  test.each([
    "0 0 * * *",
    "*/5 * * * *",
    "10/5 0-23/2 1,15 jan-mar mon-fri",
    "0 0 l * *",
    "0 0 15w * *",
    "0 0 * * 7",
    "0 0 * * sun#1",
    "0 0 * * l5",
    "0 0 ? * mon",
    "0 22-2 * * fri-mon",
    "0 0 * * * 30",
    "0 0 * * * 30 2026",
    " 0  0 * * * ",
    "0 0 5-0 12-0 0",
    "0 0 1 1 * 0 1970",
    "@daily",
    "@Midnight",
    "@quarterly",
    "@once",
    "@continuous",
    "0 0 * * ſun",
    "",
  ])("%s", (expression) => {
    expect(cronProblem(expression)).toBeNull();
  });
});

test.each([
  ["0 25 * * *", "has `25` as hour (at most 23)"],
  ["60 * * * *", "has `60` as minute (at most 59)"],
  ["0-60 * * * *", "has `60` as minute (at most 59)"],
  ["* * 32 * *", "has `32` as day of the month (at most 31)"],
  ["* * * 13 *", "has `13` as month (at most 12)"],
  ["* * * * 8", "has `8` as day of the week (at most 7)"],
  ["0 0 0 * *", "has `0` as day of the month (at least 1)"],
  ["0 0 1,00 * *", "has `00` as day of the month (at least 1)"],
  ["0 0 0-5 * *", "has `0` as day of the month (at least 1)"],
  ["0 0 1 0/2 *", "has `0` as month (at least 1)"],
  ["0 0 1 1 * 0 1969", "has `1969` as year (at least 1970)"],
  ["*/0 * * * *", "has a step of 0 as minute"],
  ["0 0 1,,2 * *", "has nothing between two commas as day of the month"],
  ["0 0 * * monday", "has `monday` as day of the week"],
  ["0 0 * mon *", "has `mon` as month"],
  ["0 0 * *", "has 4 fields instead of five"],
  ["daily", "has 1 field instead of five"],
  ["0 0 * * * * * *", "has 8 fields instead of five"],
  ["@dayly", "is no preset that Airflow knows"],
])("%s", (expression, expected) => {
  expect(cronProblem(expression)).toBe(expected);
});
