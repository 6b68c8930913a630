/** A change as `policy decide` takes it: ada adds one job request, and ben approved it as it is now. As docs/policy.md shows it. */
export const exampleChange = `{
  "forge": "github",
  "repository": { "id": 1, "name": "acme/study" },
  "number": 7,
  "title": "Cohort size by region",
  "isDraft": false,
  "isFork": false,
  "author": { "id": 1, "login": "ada", "kind": "user" },
  "pushers": [{ "id": 1, "login": "ada" }],
  "base": { "ref": "refs/heads/main", "sha": "1111111111111111111111111111111111111111" },
  "mergeBase": "1111111111111111111111111111111111111111",
  "head": {
    "ref": "refs/heads/cohort-size",
    "sha": "2222222222222222222222222222222222222222",
    "tree": "3333333333333333333333333333333333333333",
    "since": "2026-01-01T10:00:00Z"
  },
  "files": {
    "complete": true,
    "items": [
      {
        "path": "jobs/cohort-size.yml",
        "previousPath": null,
        "status": "added",
        "mode": "100644",
        "additions": 9,
        "deletions": 0
      }
    ]
  },
  "commits": {
    "complete": true,
    "items": [
      {
        "sha": "2222222222222222222222222222222222222222",
        "parents": ["1111111111111111111111111111111111111111"],
        "author": { "id": 1, "login": "ada" },
        "committer": { "id": 1, "login": "ada" },
        "coAuthors": [],
        "signature": { "state": "none", "by": null },
        "isCleanUpdateMerge": false,
        "message": "Ask for the cohort's size"
      }
    ]
  },
  "reviews": [
    {
      "id": 1,
      "account": { "id": 2, "login": "ben", "kind": "user" },
      "state": "approved",
      "dismissed": null,
      "sha": "2222222222222222222222222222222222222222",
      "baseRef": "refs/heads/main",
      "mergeBase": "1111111111111111111111111111111111111111",
      "at": "2026-01-01T11:00:00Z",
      "edited": false,
      "body": ""
    }
  ],
  "comments": [],
  "datasets": [],
  "jobs": [
    {
      "path": "jobs/cohort-size.yml",
      "asks": { "datasets": [], "purpose": "Service evaluation", "agreement": null }
    }
  ],
  "groups": { "team:acme/data-controllers": [{ "id": 2, "login": "ben" }] },
  "permissions": {},
  "now": "2026-01-01T18:00:00Z"
}
`;
