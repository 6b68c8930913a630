/** Where the results of a run are proposed; the group is the run's id. */
export const runResultPath = /^results\/[^/]+\/(run-[0-9a-f]{20})\.dvc$/;
