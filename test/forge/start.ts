import { parseArgs } from "node:util";
import { startForge } from "./start-forge.ts";

/** `node test/forge/start.ts --face github --port 4010`: the simulator as a process of its own, until it is told to end. */
const { values } = parseArgs({
  options: {
    face: { type: "string", default: "github" },
    port: { type: "string", default: "0" },
    directory: { type: "string" },
  },
});
const forge = await startForge({
  face: values.face === "gitlab" ? "gitlab" : "github",
  port: Number(values.port),
  ...(values.directory === undefined ? {} : { directory: values.directory }),
});
console.log(JSON.stringify({ url: forge.url(), pid: process.pid }));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => forge.close().then(() => process.exit(0)));
}
