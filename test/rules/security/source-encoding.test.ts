import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-032", text);

describe("encodings that hide", () => {
  test.each([
    ["utf-7", "# coding: utf-7\n"],
    ["unicode_escape", "# -*- coding: unicode_escape -*-\nx = 1\n"],
    ["on the second line", "#!/usr/bin/env python\n# vim: set fileencoding=raw_unicode_escape :\n"],
    ["one that nobody knows", "# coding: rot13\n"],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["utf-8", "# -*- coding: utf-8 -*-\n"],
    ["Latin", "# coding: latin_1\n"],
    ["cp1252", "# coding: cp1252\n"],
    ["a later line", "x = 1\n# coding: utf-7\n"],
    ["the third line", "#\n#\n# coding: utf-7\n"],
    ["a sentence", "# The coding style is ours.\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
