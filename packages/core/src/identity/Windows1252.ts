/**
 * Windows-1252, the encoding in which Excel writes CSV where Spanish is spoken. The table is the one of the WHATWG Encoding Standard:
 * the five bytes without a character are the C1 controls. The runtime's own decoder is not used, since Node 20 reads these bytes as Latin-1.
 */

/** The characters of the bytes 0x80 to 0x9F; every other byte is the character of its own number. */
const special =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178"

/** The UTF-16 unit of each byte. */
export const units: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => byte >= 0x80 && byte < 0xa0 ? special.charCodeAt(byte - 0x80) : byte)

const specialBytes = new Map(Array.from(special, (character, at) => [character.charCodeAt(0), 0x80 + at]))

/** The byte of a UTF-16 unit, or -1 where Windows-1252 has no such character. */
export const byteOf = (unit: number): number => unit < 0x80 || (unit >= 0xa0 && unit <= 0xff) ? unit : specialBytes.get(unit) ?? -1

/** Whether a unit's byte is one that continues a sequence in UTF-8. */
export const isContinuation = (unit: number): boolean => {
  const byte = byteOf(unit)
  return byte >= 0x80 && byte < 0xc0
}
