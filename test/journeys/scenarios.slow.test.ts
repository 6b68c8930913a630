import { playScenarios } from "./scenario.ts";
import { scenariosByKind } from "./scenarios/table.ts";

playScenarios(
  Object.values(scenariosByKind)
    .flat()
    .filter(({ isQuick }) => isQuick !== true),
);
