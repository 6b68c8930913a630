import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-009", text);

describe("loaders on top of pickle", () => {
  test.each([
    ["joblib", 'import joblib\njoblib.load("m")\n'],
    ["joblib by name", 'from joblib import load as read\nread("m")\n'],
    ["numpy", 'import numpy as np\nnp.load("a.npy", allow_pickle=True)\n'],
    ["cloudpickle", 'import cloudpickle\ncloudpickle.loads(b"")\n'],
    ["jsonpickle", 'import jsonpickle\njsonpickle.decode("{}")\n'],
    ["PyTorch, told to", 'import torch\ntorch.load("m.pt", map_location="cpu", weights_only=False)\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["numpy without pickles", 'import numpy as np\nnp.load("a.npy", allow_pickle=False)\n'],
    ["PyTorch", 'import torch\ntorch.load("m.pt")\ntorch.load("m.pt", weights_only=True)\n'],
    ["writing", 'import joblib\njoblib.dump(1, "m")\n'],
    ["what ruff tells", 'import pickle\npickle.loads(b"")\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
