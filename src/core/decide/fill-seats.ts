export interface Candidate {
  readonly id: string;
  readonly organisations: readonly string[];
}

/** The first candidates, one a seat. */
export function fillSeats(candidates: readonly Candidate[], count: number): readonly Candidate[] {
  return candidates.slice(0, count);
}

/**
 * Those who can sit at once, each for another organisation: a largest matching of candidates and organisations (by
 * augmenting paths, so nobody who sits is sent away), ended once `count` are seated.
 */
export function fillSeatsOfOrganisations(candidates: readonly Candidate[], count: number): readonly Candidate[] {
  const seats = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (seats.size >= count) break;
    seat(candidate, seats, new Set());
  }
  const seated = new Set(seats.values());
  return candidates.filter((candidate) => seated.has(candidate));
}

function seat(candidate: Candidate, seats: Map<string, Candidate>, tried: Set<string>): boolean {
  for (const organisation of candidate.organisations) {
    if (tried.has(organisation)) continue;
    tried.add(organisation);
    const sitting = seats.get(organisation);
    if (sitting !== undefined && !seat(sitting, seats, tried)) continue;
    seats.set(organisation, candidate);
    return true;
  }
  return false;
}
