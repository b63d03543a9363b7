/** One cell of a CSV file as it is read back. Core's `CsvText` writes cells. */
import * as CsvText from "@crm-procedure/core/identity/CsvText"

/**
 * The value of a cell whose quotes are already gone: trimmed, one apostrophe removed before what looks like a formula;
 * `undefined` where nothing is left, which is an absent cell.
 */
export const read = (cell: string): string | undefined => {
  const trimmed = cell.trim()
  return trimmed === "" ? undefined : CsvText.withoutGuard(trimmed)
}
