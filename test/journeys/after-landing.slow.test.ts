import { playScenarios } from "./scenario.ts";
import { afterLandingScenarios } from "./scenarios/after-landing.ts";
import { evidenceScenarios } from "./scenarios/evidence.ts";

playScenarios([...afterLandingScenarios, ...evidenceScenarios]);
