/** Where the schema of a job's parameters stands. */
export const schemaFolder = "jobs/schemas/";

/** Whether a file is such a schema. */
export function isJobSchemaPath(path: string): boolean {
  return /^jobs\/schemas\/[^/]+\.json$/.test(path);
}
