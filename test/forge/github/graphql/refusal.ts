/** GitHub answers refusals of GraphQL with 200 and a type. */
export class GraphqlRefusal extends Error {
  override readonly name = "GraphqlRefusal";
  readonly type: "NOT_FOUND" | "FORBIDDEN" | "UNPROCESSABLE";

  constructor(type: GraphqlRefusal["type"], message: string) {
    super(message);
    this.type = type;
  }
}
