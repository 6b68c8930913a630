import type { Span } from "../../domain/finding.ts";
import type { InventoryDag } from "../../domain/inventory.ts";
import type { FileSubject } from "../subject.ts";

interface Elsewhere {
  readonly span: Span;
  readonly other: InventoryDag & { readonly repository: string };
}

/** The DAGs of a file whose id another repository of the node has; none where either repository is not known. */
export function dagsElsewhere(
  { module, inventory, repository }: Pick<FileSubject, "module" | "inventory" | "repository">,
  state: InventoryDag["state"],
): readonly Elsewhere[] {
  if (inventory === null || repository === null) return [];
  const own = repository.toLowerCase();
  const dags = (module?.dags ?? []).filter(({ isUnconditional, definedIn }) => isUnconditional && definedIn === null);
  return dags.flatMap(({ dagId, idSpan: span }) => {
    const other = inventory.dags.find(
      (one) => one.dagId === dagId && one.state === state && (one.repository ?? own).toLowerCase() !== own,
    );
    return other === undefined || other.repository === null
      ? []
      : [{ span, other: { ...other, repository: other.repository } }];
  });
}
