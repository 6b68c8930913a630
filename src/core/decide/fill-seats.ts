/** Somebody who sits, and for which organisation. */
export interface Seated<T> {
  readonly candidate: T;
  readonly organisation: string;
}

/**
 * Those who can sit at once, each for another organisation: a largest matching of candidates and organisations (by
 * augmenting paths, so nobody who sits is sent away), ended once `count` are seated. In the order of the candidates.
 */
export function fillSeats<T>(
  candidates: readonly T[],
  organisationsOf: (candidate: T) => readonly string[],
  count: number,
): readonly Seated<T>[] {
  const seats = new Map<string, T>();
  for (const candidate of candidates) {
    if (seats.size >= count) break;
    seat(candidate, organisationsOf, seats, new Set());
  }
  const seated = [...seats].map(([organisation, candidate]) => ({ organisation, candidate }));
  return seated.toSorted((a, b) => candidates.indexOf(a.candidate) - candidates.indexOf(b.candidate));
}

function seat<T>(
  candidate: T,
  organisationsOf: (candidate: T) => readonly string[],
  seats: Map<string, T>,
  tried: Set<string>,
): boolean {
  for (const organisation of organisationsOf(candidate)) {
    if (tried.has(organisation)) continue;
    tried.add(organisation);
    const sitting = seats.get(organisation);
    if (sitting !== undefined && !seat(sitting, organisationsOf, seats, tried)) continue;
    seats.set(organisation, candidate);
    return true;
  }
  return false;
}
