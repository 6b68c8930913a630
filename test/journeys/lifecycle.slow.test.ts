import { playScenarios } from "./scenario.ts";
import { lifecycleScenarios } from "./scenarios/lifecycle.ts";
import { publicationScenarios } from "./scenarios/publication.ts";

playScenarios([...lifecycleScenarios, ...publicationScenarios]);
