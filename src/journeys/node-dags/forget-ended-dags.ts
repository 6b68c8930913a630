import { repositoryKey } from "../../domain/identity.ts";
import type { ForgeChange } from "../../ports/forge.ts";
import type { RecordedLanding } from "../../ports/store.ts";
import type { JourneyPorts } from "../ports.ts";
import { lookAtConcerned } from "./look-at-concerned.ts";

/** What a change said of DAGs is forgotten when it was closed, or is approved as it landed; until then it may come to the node. */
export async function forgetEndedDags(
  ports: Pick<JourneyPorts, "store" | "clock">,
  { ref, state }: Pick<ForgeChange, "ref" | "state">,
  landing: RecordedLanding | null,
): Promise<void> {
  if (state === "merged" && landing?.verdict.status !== "approved") return;
  const source = { repository: repositoryKey(ref.repository), change: ref.number };
  const moved = await ports.store.forgetDags(source.repository, source.change);
  await lookAtConcerned(ports, source, moved);
}
