import type { Span } from "../../domain/finding.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, lastPart } from "./code-values.ts";
import { podCalls } from "./pod-calls.ts";

/** An image that a task runs; `null` where it is named at run time only. */
export interface TaskImage {
  readonly reference: string | null;
  readonly span: Span;
}

export function taskImages(code: CodeFacts): readonly TaskImage[] {
  const containers = code.calls.filter(({ paths }) => paths.some((path) => lastPart(path) === "V1Container"));
  return [...podCalls(code), ...containers].flatMap((call) => {
    const image = argumentOf(call, "image");
    if (image === null) return [];
    const text = constantText(image.value);
    return [{ reference: text === null || /\{[{%]/.test(text) ? null : text, span: image.span }];
  });
}
