/** What ruff says of a place; its rows count from 1. */
export interface RuffDiagnostic {
  /** Ruff's code; `invalid-syntax` for what no program is. */
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
  readonly subDiagnostics: readonly { readonly severity: string; readonly message: string }[];
}

/** More names in one file are not asked for. */
const mostNames = 100;

const unused = /^`(airflow(?:\.\w{1,200}){1,20})\.(\w{1,200})` imported but unused$/;

/**
 * What ruff would say of names that a file takes from Airflow and does not use, at their imports: of names that Airflow 3 took away
 * it speaks where they are used, and their import fails all the same.
 */
export function unusedFromAirflow(
  all: readonly RuffDiagnostic[],
  check: (text: string) => readonly RuffDiagnostic[],
): readonly RuffDiagnostic[] {
  const imports = all.flatMap((said) => {
    const [, module, name] = (said.code === "F401" && unused.exec(said.message)) || [];
    return module === undefined || name === undefined ? [] : [{ said, module, name }];
  });
  if (imports.length === 0) return [];
  const asked = imports.slice(0, mostNames);
  const uses = asked.map(({ module, name }, index) => `from ${module} import ${name} as n${index}\nn${index}\n`);
  return check(uses.join("")).flatMap((answer) => {
    const at = asked[Math.floor((answer.start_location.row - 1) / 2)]?.said;
    const isGone = answer.code === "AIR301" || answer.code === "AIR302";
    if (at === undefined || !isGone) return [];
    return [{ ...answer, start_location: at.start_location, end_location: at.end_location }];
  });
}
