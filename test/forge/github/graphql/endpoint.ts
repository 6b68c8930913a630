import { buildSchema, execute, type GraphQLError, type GraphQLSchema, parse, validate } from "graphql";
import type { ForgeCore } from "../../face.ts";
import { type GithubApp, readBody, textIn } from "../github.ts";
import { HttpError } from "../http-error.ts";
import { GraphqlRefusal } from "./refusal.ts";
import { createRoot } from "./root.ts";

let schema: GraphQLSchema | null = null;

/** GitHub's own schema, loaded at the first query (it takes a second). */
async function readSchema(): Promise<GraphQLSchema> {
  if (schema === null) {
    const published = await import("@octokit/graphql-schema");
    schema = buildSchema(published.schema.idl, { assumeValid: true });
  }
  return schema;
}

/**
 * GraphQL: every query is validated against GitHub's published schema; of that, `root.ts` resolves what is used. A field that
 * the schema has and the simulator does not is answered with an error that says so, never with a silent null.
 */
export function addGraphqlRoutes(app: GithubApp, core: ForgeCore): void {
  app.post("/graphql", async (context) => {
    const caller = context.get("caller");
    if (caller.kind !== "user" && caller.kind !== "installation")
      throw new HttpError(401, "This endpoint requires you to be authenticated.");
    const body = await readBody(context);
    const query = textIn(body, "query") ?? "";
    const variableValues =
      typeof body.variables === "object" && body.variables !== null ? (body.variables as Record<string, unknown>) : {};
    const known = await readSchema();
    let document: ReturnType<typeof parse>;
    try {
      document = parse(query);
    } catch (error) {
      return context.json({ errors: [{ message: `Parse error on query: ${error}` }] });
    }
    const problems = validate(known, document);
    if (problems.length > 0) return context.json({ errors: problems.map(renderProblem) });
    const result = await execute({
      schema: known,
      document,
      rootValue: createRoot(core, caller),
      variableValues,
      fieldResolver: (source, args, state, info) => {
        const value = source[info.fieldName];
        if (value === undefined)
          throw new Error(`The simulator does not resolve ${info.parentType.name}.${info.fieldName}`);
        return typeof value === "function" ? value(args, state, info) : value;
      },
      typeResolver: (value) => (value as { readonly __typename: string }).__typename,
    });
    const errors = result.errors?.map(renderProblem);
    return context.json({
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(errors === undefined ? {} : { errors }),
    });
  });
}

function renderProblem(error: GraphQLError) {
  const type = error.originalError instanceof GraphqlRefusal ? error.originalError.type : undefined;
  return {
    ...(type === undefined ? {} : { type }),
    path: error.path,
    locations: error.locations,
    message: error.message,
  };
}
