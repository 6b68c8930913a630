import { expect, test } from "vitest";
import { describeFailure } from "./describe-failure.ts";

test("a step that waited in vain says that the service may have been slow", () => {
  for (const message of ["waited in vain for: the alert", "the service was not ready after 90000 ms; its log is x"])
    expect(describeFailure({ step: "0 (begin)", message })).toMatch(/^FAILED at step 0 \(begin\): .*\n.*was slower/);
  const other = "the password is not repeated";
  expect(describeFailure({ step: "1 (x)", message: other })).toBe(`FAILED at step 1 (x): ${other}`);
});
