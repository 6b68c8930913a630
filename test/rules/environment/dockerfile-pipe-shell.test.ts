import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (lines: string) => toldBy("ENV-024", `FROM a\n${lines}\n`, { path: "Dockerfile" });

test.each([
  ["RUN curl -LsSf https://a.example.org/install.sh | sh", "sh"],
  ["RUN apt-get update && curl a \\\n  # why\n  | sudo -E bash -", "bash"],
  ["RUN wget -qO- a | tar x | python3 -", "python3"],
  ['RUN sh -c "$(curl -fsSL a)"', "sh"],
  ["RUN bash <(curl -s a)", "bash"],
  ["RUN <<EOF\nset -e\ncurl a | sh\nEOF", "sh"],
  ['RUN ["sh", "-c", "curl a | sh"]', "sh"],
  ['RUN python3 -c "$(curl -fsSL a)"', "python3"],
  ['RUN eval "$(wget -qO- a)"', "eval"],
  ["RUN curl -o /tmp/a.sh a && sh /tmp/a.sh", "sh"],
  ["RUN wget --output-document=a.py a; python3 -u a.py", "python3"],
  ["RUN <<EOF\ncurl a > i.sh\nbash i.sh\nEOF", "bash"],
  ["RUN curl a | /usr/bin/env FOO=1 bash", "bash"],
])("%j", async (line, shell) => {
  expect(await told(line)).toEqual([
    `2:1 What is downloaded here is run by \`${shell}\` without anybody having seen it.`,
  ]);
});

test.each([
  "RUN curl -fsSLo a.sh https://a && sha256sum -c a.sha && sh a.sh",
  "RUN curl a | tar xz",
  "RUN curl -o /usr/bin/tool https://a && chmod +x /usr/bin/tool",
  "RUN curl -o a.tgz https://a && tar xf a.tgz && python3 setup.py install",
  'RUN ["curl", "-o", "a.json", "https://a"]',
  "RUN [ -f a ] || curl -o a https://a",
  "RUN apt-get install -y curl | tee log; sh a.sh",
  "RUN echo curl; cat a | sh",
  "RUN curl a | gpg --dearmor -o /usr/share/keyrings/a.gpg",
  "RUN curl a | shasum",
  "CMD curl a | sh",
])("not %j", async (line) => {
  expect(await told(line)).toEqual([]);
});

test("words without end cost little", async () => {
  expect(await told(`RUN curl a | env ${"a====".repeat(50)} ${"b=b=b ".repeat(5_000)}`)).toEqual([]);
  expect(await told(`RUN ${"curl -o a > ".repeat(8_000)}`)).toEqual([]);
  expect(await told(`RUN [${'"curl | ", '.repeat(8_000)}""]`)).toEqual([]);
  expect(await told(`RUN curl a; sh -${"c".repeat(50_000)}`)).toEqual([]);
});
