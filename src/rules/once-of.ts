/** A fact of something, such as of a file, that is found when it is first asked for, however often it is asked for then. */
export function onceOf<Of extends object, Fact extends NonNullable<unknown>>(find: (of: Of) => Fact): (of: Of) => Fact {
  const known = new WeakMap<Of, Fact>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const fact = find(of);
    known.set(of, fact);
    return fact;
  };
}
