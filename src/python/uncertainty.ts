import type { Node } from "web-tree-sitter";
import { type Imports, isDagClass, isDagDecorator, resolveName } from "./imports.ts";

/** Packages whose functions give no DAG back and change nobody's module. Anything else might. */
const harmless = new Set(
  `airflow abc argparse ast asyncio base64 bisect calendar collections contextlib csv dataclasses datetime dateutil decimal duckdb enum
   errno fnmatch fractions functools getpass glob gzip hashlib heapq hmac html http io ipaddress itertools json locale
   logging math mimetypes numpy operator os pandas pathlib pendulum platform pprint psycopg2 pyarrow pytz queue random re
   requests secrets shlex shutil signal socket sqlite3 sqlalchemy ssl statistics string struct subprocess sys tempfile
   textwrap threading time traceback typing typing_extensions unicodedata urllib uuid warnings yaml zipfile zlib zoneinfo
   __future__ boto3 kubernetes polars httpx pydantic`.split(/\s+/),
);

const builtinsThatBind = new Set(["globals", "locals", "vars", "exec", "eval", "setattr", "compile", "__import__"]);

/** Why a call may give or register a DAG that cannot be seen here, or `null` when it cannot. */
export function describeUncertainCall(
  call: Node,
  imports: Imports,
  localFunctions: ReadonlySet<string>,
): string | null {
  const callee = call.childForFieldName("function");
  if (callee === null) return null;
  const name = callee.text;
  if (builtinsThatBind.has(name)) return `\`${name}()\` can define DAGs that are not written out`;
  const full = callee.type === "identifier" || callee.type === "attribute" ? resolveName(name, imports) : null;
  if (full === null) {
    return /dag/i.test(name) && !localFunctions.has(name) && /^[A-Za-z_]+$/.test(name)
      ? `what \`${name.slice(0, 60)}()\` gives is not known`
      : null;
  }
  if (isDagClass(full) || isDagDecorator(full)) return null;
  return harmless.has(full.split(".")[0] ?? "") ? null : `what \`${name.slice(0, 60)}()\` gives is not known`;
}

/** Why imports alone leave it open what a module defines, or `null`. */
export function describeUncertainImports(imports: Imports): string | null {
  if (imports.stars.length > 0) return `\`from ${imports.stars[0]?.slice(0, 60)} import *\` can bring DAGs in`;
  for (const [name, full] of imports.names) {
    if (/^airflow\.(sdk\.)?(definitions\.)?(asset\.)?(decorators\.)?asset$/.test(full))
      return "`@asset` defines DAGs of its own";
    const root = full.split(".")[0] ?? "";
    if (harmless.has(root)) continue;
    if (full !== root || root === "") return `\`${name.slice(0, 60)}\`, imported from elsewhere, may be a DAG`;
  }
  return null;
}
