/** A little of each kind of statement: what a parser needs for it is compiled when it is first met. */
export const sampleProgram = `"""Text."""
from a import b as c

@d(e=1)
class F(G):
    def h(self, i: int = 2, *j, **k) -> str:
        for l in [m for n in o if not p]:
            try:
                return f"{q!r}" + r["s"][1:2] * -t
            except (U, V) as w:
                raise X({"y": (None, True)}) from w
        with z() as aa, bb:
            cc = dd.ee(lambda: 0x1 if ff <= 1.5 else b"")  # text
        while gg and await hh:
            pass
`;
