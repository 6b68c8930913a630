/** A package's name in the form by which names are compared (https://peps.python.org/pep-0503/#normalized-names). */
export function normalizePackageName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}
