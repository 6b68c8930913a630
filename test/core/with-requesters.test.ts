import { expect, test } from "vitest";
import { baseChange } from "../../src/core/base-change.ts";
import { tellingOf, withRequesters } from "../../src/core/with-requesters.ts";

const [ada, ben, cal] = [
  { id: 1, login: "ada" },
  { id: 2, login: "ben" },
  { id: 3, login: "cal" },
];
const own = tellingOf(baseChange);
const other = { ...own, number: 9, title: "Other", isFork: true, requester: cal };

test("one who asked is the change's own, and nobody is nobody", () => {
  expect(withRequesters(baseChange, [ada, ada])).toEqual({ ...baseChange, requester: ada });
  expect(withRequesters({ ...baseChange, requester: ada }, [])).toEqual({ ...baseChange, requester: null });
});

test("each further one stands in a telling that changes nothing else", () => {
  expect(withRequesters(baseChange, [ada, ben, cal]).broughtBy).toEqual([
    { ...own, requester: ben },
    { ...own, requester: cal },
  ]);
  const landing = { ...baseChange, broughtBy: [other] };
  expect(withRequesters(landing, [ada, ben])).toEqual({
    ...landing,
    requester: ada,
    broughtBy: [other, { ...other, requester: ben }],
  });
});

test("what came nobody knows by which change stays so", () => {
  expect(withRequesters({ ...baseChange, broughtBy: null }, [ada, ben]).broughtBy).toBeNull();
});
