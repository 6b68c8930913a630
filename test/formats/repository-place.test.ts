import { expect, test } from "vitest";
import { repositoryPlace } from "../../src/formats/repository-place.ts";

test.each([
  ["https://github.com/acme/study", "github.com/acme/study"],
  ["https://GitHub.com/Acme/Study.git", "github.com/acme/study"],
  ["https://github.com/acme/study/", "github.com/acme/study"],
  ["git@github.com:acme/study.git", "github.com/acme/study"],
  ["github.com:acme/study", "github.com/acme/study"],
  ["ssh://git@gitlab.acme.example:2222/acme/data/study.git", "gitlab.acme.example/acme/data/study"],
  ["http://127.0.0.1:4010/acme/study", "127.0.0.1:4010/acme/study"],
  ["https://ben:secret@github.com/acme/study", "github.com/acme/study"],
  ["/srv/git/study.git", "file/srv/git/study"],
  ["file:///srv/git/study.git", "file/srv/git/study"],
  ["https://github.com/", null],
  ["ftp://github.com/acme/study", null],
  ["acme/study", null],
  ["", null],
])("%s is %s", (url, place) => {
  expect(repositoryPlace(url)).toBe(place);
});
