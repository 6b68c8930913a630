import { defineRule } from "../define-rule.ts";
import { composeServices } from "./compose-services.ts";
import { listMaps } from "./list-maps.ts";
import { podExample } from "./pod-example.ts";
import { reportRendered } from "./report-rendered.ts";

const processes = "sees and can end the processes of its machine";
const memory = "shares memory with the processes of its machine";
const meanings = {
  hostNetwork: "uses the network of its machine, and so passes by the network policies",
  hostPID: processes,
  hostIPC: memory,
} as const;

/** Of a service of Docker Compose, where they are `host`. */
const ofServices = {
  network_mode: "uses the network of its machine, with all that listens there",
  pid: processes,
  ipc: memory,
};

export const podHostNamespace = defineRule<{ key: string; of: string; meaning: string }>({
  id: "ENV-011",
  name: "pod-host-namespace",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A pod, or a service of Docker Compose, shares the network, the processes or the memory of its machine.",
  why: "What keeps pods apart is then gone: it hears what others on the machine say to each other, reaches services that trust the machine (the cloud's metadata with its credentials among them), or reads the environment of other processes.",
  message: ({ key, of, meaning }) => `With \`${key}\` this ${of} ${meaning}.`,
  remedy: () => "Leave it out; a Service or a port of the container is enough for almost everything.",
  bad: podExample({ spec: "hostNetwork: true" }),
  good: podExample({ spec: "hostNetwork: false" }),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null) return;
    for (const { document, at, map } of listMaps(manifests)) {
      for (const [key, meaning] of Object.entries(meanings)) {
        if (map[key] === true) tell(() => document.spanOf([...at, key]), { key, of: "pod", meaning });
      }
    }
    for (const { document, at, map } of composeServices(manifests)) {
      for (const [key, meaning] of Object.entries(ofServices)) {
        if (map[key] === "host")
          tell(() => document.spanOf([...at, key]), { key: `${key}: host`, of: "container", meaning });
      }
    }
  },
});
