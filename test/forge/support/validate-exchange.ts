import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { Exchange } from "../exchanges.ts";
import type { GithubDescription, Operation, Parameter } from "./github-description.ts";

/** What is wrong with an exchange, measured by GitHub's own description; `operation` is `null` where it has none. */
export interface ExchangeVerdict {
  readonly operation: string | null;
  readonly problems: readonly string[];
}

export type ValidateExchange = (exchange: Exchange) => ExchangeVerdict;

/** OpenAPI 3.0's `nullable` in the words of JSON Schema. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (typeof value !== "object" || value === null) return value;
  const { nullable, example: _, examples: __, discriminator: ___, ...rest } = value as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, toJsonSchema(inner)]));
  mendOwner(schema);
  if (nullable !== true) return schema;
  if (typeof schema.type === "string") {
    const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {};
    return { ...schema, type: [schema.type, "null"], ...values };
  }
  return { anyOf: [schema, { type: "null" }] };
}

/** A slip of the description: in one place an owner is a user *and* an enterprise, where elsewhere it is one of them. */
function mendOwner(schema: Record<string, unknown>): void {
  const parts = schema.allOf;
  if (!Array.isArray(parts)) return;
  const titles = parts.map((one: { readonly title?: string }) => one.title);
  if (!titles.includes("Simple User") || !titles.includes("Enterprise")) return;
  schema.anyOf = parts;
  delete schema.allOf;
}

interface Route {
  readonly method: string;
  readonly template: string;
  readonly pattern: RegExp;
  readonly literals: number;
  readonly operation: Operation;
}

/** Holds requests and answers against the description: known operation, known parameters, bodies as their schemas say. */
export function createExchangeValidator(description: GithubDescription): ValidateExchange {
  const ajv = new Ajv({ strict: false, allErrors: false, allowUnionTypes: true, validateFormats: true, logger: false });
  addFormats.default(ajv, ["date-time", "email"]);
  // GitHub's own defaults for addresses that nobody gave are empty texts.
  ajv.addFormat("uri", (text: string) => text === "" || URL.canParse(text));
  ajv.addSchema(toJsonSchema(description) as object, "github");
  const routes = readRoutes(description);
  const compiled = new Map<string, ValidateFunction>();
  const compile = (pointer: readonly string[]): ValidateFunction => {
    const ref = `github#/${pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
    const known = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, known);
    return known;
  };
  return (exchange) => {
    const url = new URL(exchange.path, "http://forge");
    const path = url.pathname.replace(/^\/api\/v3/, "");
    const route = routes.find((one) => one.method === exchange.method.toLowerCase() && one.pattern.test(path));
    if (route === undefined)
      return { operation: null, problems: [`${exchange.method} ${path} is no operation of GitHub's`] };
    const problems = [
      ...problemsOfQuery(description, route, url),
      ...problemsOfBody(route, exchange, compile),
      ...problemsOfAnswer(route, exchange, compile),
    ];
    return { operation: route.operation.operationId, problems };
  };
}

function readRoutes(description: GithubDescription): Route[] {
  const routes: Route[] = [];
  for (const [template, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const parameters = (operation.parameters ?? []).map((one) => resolve(description, one));
      const source = template.replace(/[.+?^$()|[\]\\]/g, "\\$&").replace(/\{([^}]+)\}/g, (_, name: string) => {
        const isLong = parameters.some((one) => one.name === name && one["x-multi-segment"] === true);
        return isLong ? "(.+)" : "([^/]+)";
      });
      const literals = template.split("/").filter((part) => !part.startsWith("{")).length;
      routes.push({ method, template, pattern: new RegExp(`^${source}$`), literals, operation });
    }
  }
  return routes.sort((a, b) => b.literals - a.literals);
}

function resolve(description: GithubDescription, parameter: Parameter): Parameter {
  const name = parameter.$ref?.split("/").at(-1);
  return name === undefined ? parameter : (description.components.parameters[name] ?? parameter);
}

function problemsOfQuery(description: GithubDescription, route: Route, url: URL): string[] {
  const known = (route.operation.parameters ?? [])
    .map((one) => resolve(description, one))
    .filter((one) => one.in === "query");
  const names = new Set(known.map((one) => one.name));
  const asked = [...url.searchParams.keys()];
  const missing = known.filter((one) => one.required === true && !asked.includes(one.name));
  return [
    ...asked
      .filter((name) => !names.has(name))
      .map((name) => `the query has ${name}, which ${route.operation.operationId} does not know`),
    ...missing.map((one) => `the query lacks ${one.name}`),
  ];
}

function problemsOfBody(
  route: Route,
  exchange: Exchange,
  compile: (pointer: readonly string[]) => ValidateFunction,
): string[] {
  const { requestBody, operationId } = route.operation;
  const body = exchange.requestBody;
  const schema = requestBody?.content["application/json"]?.schema;
  if (schema === undefined) return isEmpty(body) ? [] : [`${operationId} takes no body`];
  if (body === undefined) return requestBody?.required === true ? ["the body is missing"] : [];
  // A refused request may well be malformed: that is what the test was about.
  if (exchange.status >= 400 && exchange.status < 500) return [];
  const { properties } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  const unknown =
    properties === undefined || typeof body !== "object" || body === null
      ? []
      : Object.keys(body).filter((key) => !(key in properties));
  const validate = compile([
    "paths",
    route.template,
    route.method,
    "requestBody",
    "content",
    "application/json",
    "schema",
  ]);
  const isValid = validate(body);
  return [
    ...unknown.map((key) => `the body has ${key}, which ${operationId} does not know`),
    ...(isValid ? [] : [`the body: ${explain(validate)}`]),
  ];
}

function isEmpty(body: unknown): boolean {
  return body === undefined || (typeof body === "object" && body !== null && Object.keys(body).length === 0);
}

function problemsOfAnswer(
  route: Route,
  exchange: Exchange,
  compile: (pointer: readonly string[]) => ValidateFunction,
): string[] {
  const { status, responseBody } = exchange;
  const { responses, operationId } = route.operation;
  if (status === 304) return [];
  if (status >= 400) return isError(responseBody) || status >= 500 ? [] : [`the ${status} has no message`];
  const answer = responses[String(status)] as
    | { readonly $ref?: string; readonly content?: Readonly<Record<string, unknown>> }
    | undefined;
  if (answer === undefined) return [`${operationId} never answers ${status}`];
  if (answer.content?.["application/json"] === undefined) {
    return responseBody === undefined || answer.$ref !== undefined
      ? []
      : [`${operationId} answers ${status} without a body`];
  }
  const type = exchange.responseHeaders["content-type"] ?? "";
  if (!type.includes("application/json")) return [];
  const validate = compile([
    "paths",
    route.template,
    route.method,
    "responses",
    String(status),
    "content",
    "application/json",
    "schema",
  ]);
  return validate(responseBody) ? [] : [`the answer: ${explain(validate)}`];
}

function isError(body: unknown): boolean {
  return typeof body === "object" && body !== null && "message" in body;
}

function explain(validate: ValidateFunction): string {
  const errors = validate.errors ?? [];
  return errors
    .slice(0, 6)
    .map(
      (one) =>
        `${one.instancePath || "/"} ${one.message}${one.params.allowedValues === undefined ? "" : ` ${one.params.allowedValues}`}`,
    )
    .join("; ");
}
