import type { Value } from "../evaluate/value.ts";

/** `asset & asset`, `asset | asset`: a condition on both; sums and differences of dates and durations. */
export function combineSchedules(operator: string, left: Value, right: Value, text: string): Value | null {
  const sides = [left, right];
  if ((operator === "&" || operator === "|") && sides.every(isAsset)) {
    const by = operator === "&" ? "airflow.sdk.AssetAll" : "airflow.sdk.AssetAny";
    const place = { start: 0, end: 0 };
    return { kind: "made", by, arguments: sides.map((value) => ({ name: null, value, place, text: "" })), text };
  }
  const isTime = sides.some(
    (one) => one.kind === "made" && /^(datetime|pendulum|airflow\.sdk\.timezone|airflow\.utils)\b/.test(one.by),
  );
  if (!isTime || !sides.every((one) => one.kind === "made" || one.kind === "constant")) return null;
  return { kind: "made", by: "arithmetic", arguments: [], text };
}

function isAsset(value: Value): boolean {
  return (
    value.kind === "made" &&
    /\.(Asset|Dataset|AssetAll|AssetAny|DatasetAll|DatasetAny|AssetAlias|DatasetAlias)$/.test(value.by)
  );
}
