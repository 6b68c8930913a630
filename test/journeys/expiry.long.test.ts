import { playScenarios } from "./scenario.ts";
import { expiryScenarios } from "./scenarios/lifecycle.ts";

playScenarios(expiryScenarios);
