import { test } from "vitest";
import { checkPackagesOf } from "../support/check-library.ts";

test("the check over all packages of a virtual environment with Airflow 2", () => checkPackagesOf(2));
