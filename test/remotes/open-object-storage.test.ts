import { describe, expect, test } from "vitest";
import { openObjectStorage } from "../../src/remotes/open-object-storage.ts";

const s3 = { accessKeyId: "a", secretAccessKey: "b", region: "us-east-1", endpoint: "http://127.0.0.1:1" };
const open = (location: string) => openObjectStorage(location, { s3 });

describe("where results are stored", () => {
  test.each([
    ["/srv/results", "/srv/results"],
    ["s3://results/dvc", "s3://results/dvc"],
    ["s3://results/dvc/", "s3://results/dvc"],
    ["s3://results", "s3://results"],
  ])("%s is good", (location, shown) => {
    expect(open(location).location).toBe(shown);
  });

  test.each(["results", "./results", "s3://", "s3://B/x", "s3://results/../x", "s3://results//x", "https://x/y"])(
    "%s is refused",
    (location) => {
      expect(() => open(location)).toThrow(expect.objectContaining({ name: "ConfigError" }));
    },
  );

  test("keys in a location are refused, and not repeated", () => {
    for (const location of ["s3://key:secret@results/x", "https://key:secret@results/x"]) {
      expect(() => open(location)).toThrow("//…@results");
      expect(() => open(location)).not.toThrow("secret");
    }
  });

  test("a server that does not answer is said clearly, and tried again", async () => {
    await expect(open("s3://results/dvc").has("a")).rejects.toMatchObject({
      name: "StorageError",
      retryable: true,
      message: expect.stringContaining("Check AWS_ENDPOINT_URL_S3"),
    });
  });
});
