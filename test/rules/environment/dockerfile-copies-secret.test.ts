import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (line: string) => toldBy("ENV-026", `FROM a\n${line}\n`, { path: "Dockerfile" });

test.each([
  ["COPY .env /app/", ".env"],
  ["COPY a.py keys/id_ed25519 /app/", "keys/id_ed25519"],
  ['ADD ["service-account.json", "/app/"]', "service-account.json"],
  ["COPY --chown=1:1 home/.aws/credentials /app/", "home/.aws/credentials"],
  ["COPY secrets.env /app/", "secrets.env"],
  ["COPY conf/db-credentials.json .env.production /app/", "conf/db-credentials.json"],
  ["COPY .env.production /app/", ".env.production"],
])("%s", async (line, file) => {
  expect(await told(line)).toEqual([`2:1 \`${file}\` usually holds credentials, and stays in a layer of the image.`]);
});

test.each([
  "COPY env.py /app/",
  "COPY .env.example /app/",
  "COPY secrets.example.env secrets-template.yaml /app/",
  "COPY secrets.py secrets/readme.md /app/",
  "COPY external-secrets.yaml sealed-secret.yaml secrets.enc.yaml /app/",
  "COPY a /root/.netrc",
  "COPY --from=build /root/.netrc /a",
  "COPY id_rsa.pub /app/",
  "RUN --mount=type=secret,id=a cat .env",
])("not %s", async (line) => {
  expect(await told(line)).toEqual([]);
});
