/**
 * Letters that cannot be told from a Latin one in most fonts: the part of Unicode's confusables.txt that a name in Python can have
 * (https://www.unicode.org/Public/security/latest/confusables.txt). Greek letters that science uses as such are left out.
 */
const lookAlikes = new Map(
  Object.entries({
    // Cyrillic
    ...{
      а: "a",
      е: "e",
      о: "o",
      р: "p",
      с: "c",
      у: "y",
      х: "x",
      ѕ: "s",
      і: "i",
      ј: "j",
      ԁ: "d",
      һ: "h",
      ӏ: "l",
      ԛ: "q",
    },
    ...{
      ԝ: "w",
      ѵ: "v",
      г: "r",
      п: "n",
      А: "A",
      В: "B",
      Е: "E",
      К: "K",
      М: "M",
      Н: "H",
      О: "O",
      Р: "P",
      С: "C",
      Т: "T",
    },
    ...{ Х: "X", Ѕ: "S", І: "I", Ј: "J", Ү: "Y", Ԍ: "G", Ԛ: "Q", Ԝ: "W", Ѵ: "V" },
    // Greek
    ...{
      ο: "o",
      Α: "A",
      Β: "B",
      Ε: "E",
      Ζ: "Z",
      Η: "H",
      Ι: "I",
      Κ: "K",
      Μ: "M",
      Ν: "N",
      Ο: "O",
      Ρ: "P",
      Τ: "T",
      Υ: "Y",
    },
    ...{ Χ: "X", ϳ: "j", ϲ: "c" },
    // Armenian, Cherokee, Latin without its dot
    ...{ օ: "o", ս: "u", հ: "h", ո: "n", ց: "g", Ꭺ: "A", Ᏼ: "B", Ꮯ: "C", Ꭼ: "E", Ꮋ: "H", Ꮶ: "K", Ꮇ: "M", Ꮲ: "P" },
    ...{ Ꭲ: "T", Ꮪ: "S", ı: "i", ɑ: "a", ɡ: "g" },
  }),
);

/** The ASCII name that a name looks like; `null` where some letter looks like none. */
export function skeletonOf(name: string): string | null {
  let looks = "";
  for (const letter of name.normalize("NFKC")) {
    const alike = letter <= "\u007f" ? letter : lookAlikes.get(letter);
    if (alike === undefined) return null;
    looks += alike;
  }
  return /^[A-Za-z_]\w*$/.test(looks) ? looks : null;
}
