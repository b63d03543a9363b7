/** The fixed looks of every cell, as the workbook's style sheet, and how a look is named by its number. */

/** How a row stands out: a line, a branch's subtotal, the company's total. */
export type Emphasis = 0 | 1 | 2

export const plain: Emphasis = 0
export const subtotal: Emphasis = 1
export const total: Emphasis = 2

/** Looks of a cell within an emphasis; the style's number is `styleOf(emphasis, look)`. */
export const look = {
  text: 0,
  /** Text that would become a formula if a person typed it: it stays text when the cell is edited. */
  quoted: 1,
  integer: 2,
  percent: 3,
  date: 4,
  instant: 5,
  green: 6,
  yellow: 7,
  red: 8,
  none: 9
} as const

const looks = 10

export const titleStyle = 1
export const blockStyle = 2
export const columnHeaderStyle = 3
const firstBodyStyle = 4

export const styleOf = (emphasis: Emphasis, which: number): number => firstBodyStyle + emphasis * looks + which

const fonts = [
  `<font><sz val="10"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="10"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="14"/><color rgb="FF1F3864"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="10"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><sz val="9"/><color rgb="FF404040"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="10"/><color rgb="FF00511A"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="10"/><color rgb="FF6B4A00"/><name val="Calibri"/><family val="2"/></font>`,
  `<font><b/><sz val="10"/><color rgb="FF8E0E17"/><name val="Calibri"/><family val="2"/></font>`
]

const solid = (rgb: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb}"/><bgColor indexed="64"/></patternFill></fill>`

const fills = [
  `<fill><patternFill patternType="none"/></fill>`,
  `<fill><patternFill patternType="gray125"/></fill>`,
  solid("1F3864"),
  solid("A9D9B0"),
  solid("FFE28A"),
  solid("F7B1AE"),
  solid("E4E4E4"),
  solid("EAF0F8"),
  solid("CFDCEE")
]

const edge = (side: string): string => `<${side} style="thin"><color rgb="FFBFBFBF"/></${side}>`
const borders = [
  `<border><left/><right/><top/><bottom/><diagonal/></border>`,
  `<border>${edge("left")}${edge("right")}${edge("top")}${edge("bottom")}<diagonal/></border>`
]

const format = (
  numberFormat: number,
  font: number,
  fill: number,
  border: number,
  alignment = "",
  more = ""
): string =>
  `<xf numFmtId="${numberFormat}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1"` +
  ` applyFont="1" applyFill="1" applyBorder="1"${more}` +
  (alignment === "" ? "/>" : ` applyAlignment="1"><alignment ${alignment}/></xf>`)

const bodyFormats = (emphasis: Emphasis): string => {
  const font = emphasis === plain ? 0 : 1
  const fill = emphasis === plain ? 0 : emphasis === subtotal ? 7 : 8
  const center = `horizontal="center"`
  return format(0, font, fill, 1) +
    format(0, font, fill, 1, "", ` quotePrefix="1"`) +
    format(3, font, fill, 1) +
    format(164, font, fill, 1) +
    format(165, font, fill, 1, center) +
    format(166, font, fill, 1, center) +
    format(0, 5, 3, 1, center) +
    format(0, 6, 4, 1, center) +
    format(0, 7, 5, 1, center) +
    format(0, font, 6, 1, center)
}

/** `xl/styles.xml`. */
export const styleSheet = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
  `<numFmts count="3"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/>` +
  `<numFmt numFmtId="166" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>` +
  `<fonts count="${fonts.length}">${fonts.join("")}</fonts>` +
  `<fills count="${fills.length}">${fills.join("")}</fills>` +
  `<borders count="${borders.length}">${borders.join("")}</borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
  `<cellXfs count="${firstBodyStyle + 3 * looks}">` +
  format(0, 0, 0, 0) +
  format(0, 2, 0, 0) +
  format(0, 4, 0, 0) +
  format(0, 3, 2, 1, `horizontal="center" vertical="center" wrapText="1"`) +
  bodyFormats(plain) + bodyFormats(subtotal) + bodyFormats(total) +
  `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>` +
  `<dxfs count="0"/><tableStyles count="0"/></styleSheet>`
