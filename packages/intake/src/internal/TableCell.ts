/** The cells of a table's row as they were meant: repaired, cleaned, absent where nothing is left. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as StorableText from "@crm-procedure/core/identity/StorableText"
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import type * as Field from "@crm-procedure/core/records/Field"
import { LENGTH_OF_CUT_CELL, MAXIMUM_CELL_BYTES } from "./SharedTexts.ts"

export interface Row {
  /** The cells as they stand in the file. */
  readonly written: ReadonlyArray<string>
  readonly cells: ReadonlyArray<string | undefined>
  /** How many cells were UTF-8 read as Windows-1252. */
  readonly repairs: number
}

/** Reads the cells of a row, whose quotes are already gone. `isUnclean`: there may be more to do than to trim them. */
export const readRow = (written: ReadonlyArray<string>, isUnclean: boolean): Row => {
  const cells: Array<string | undefined> = []
  let repairs = 0
  for (const cell of written) {
    let value = cell
    if (isUnclean && cell !== "") {
      const repaired = WrittenText.withoutMojibake(cell)
      if (repaired !== undefined) repairs++
      value = WrittenText.clean(repaired ?? cell)
    } else value = cell.trim()
    cells.push(value === "" ? undefined : value)
  }
  return { written, cells, repairs }
}

/** How many cells of a row are not blank. */
export const filled = ({ cells }: Pick<Row, "cells">): number => {
  let count = 0
  for (const cell of cells) if (cell !== undefined) count++
  return count
}

const expectedShorter: Bilingual = { es: `una celda de ${MAXIMUM_CELL_BYTES} bytes o menos`, en: `a cell of ${MAXIMUM_CELL_BYTES} bytes or fewer` }

/** The faults of a sheet's row: a cell that was too long was cut, and ends with a character that no field accepts. */
export const ofSheet = (faults: ReadonlyArray<Field.Fault>): ReadonlyArray<Field.Fault> =>
  faults.map((fault) => fault.expected === StorableText.expected && fault.found.length > LENGTH_OF_CUT_CELL ? { ...fault, expected: expectedShorter } : fault)
