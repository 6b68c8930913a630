import { playScenarios } from "./scenario.ts";
import { lifecycleScenarios } from "./scenarios/lifecycle.ts";
import { publicationScenarios } from "./scenarios/publication.ts";
import { transferScenarios } from "./scenarios/transfer.ts";

playScenarios([...lifecycleScenarios, ...publicationScenarios, ...transferScenarios]);
