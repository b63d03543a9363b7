/** Puts the rows of a file into a directory: beside the present rows, or in their place. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import type { Put } from "@crm-procedure/core/register/Records"

export interface RowByKind {
  readonly branches: Directory.Branch
  readonly brands: Directory.Brand
  readonly employees: Directory.Employee
}

/** The key of a row. That of an assignment is the employee with the first day. */
export const keyOf: { readonly [K in keyof RowByKind]: (row: RowByKind[K]) => string } = {
  branches: ({ branchId }) => branchId,
  brands: ({ brandId }) => brandId,
  employees: ({ activeFrom, employeeId }) => JSON.stringify([employeeId, activeFrom])
}

/** The id of a row as people write it. */
export const idOf = <K extends keyof RowByKind>(kind: K, row: RowByKind[K]): string =>
  kind === "employees" ? (row as Directory.Employee).employeeId : keyOf[kind](row)

const fieldsOf = { branches: Directory.branchFields, brands: Directory.brandFields, employees: Directory.employeeFields }

/** A row that is not as it was; `after` is absent where it is removed. */
export interface RowChange {
  readonly id: string
  readonly before: object | undefined
  readonly after: object | undefined
}

/** The directory with the rows in it, what happened to each row, in their order, what that changes, and the refused rows. */
export interface Merged {
  readonly changes: ReadonlyArray<RowChange>
  readonly directory: Directory.Directory
  readonly puts: ReadonlyArray<Put>
  readonly refused: ReadonlyArray<{ readonly line: number; readonly column: string; readonly found: string; readonly expected: Bilingual }>
}

const freeDays = ({ activeFrom, activeTo, branchId }: Directory.Employee): Bilingual => {
  const from = Calendar.formatDay(activeFrom)
  const to = activeTo === undefined ? undefined : Calendar.formatDay(activeTo)
  return {
    es: `días que no se crucen con la asignación a ${branchId ?? "ninguna sede"} desde ${from}${to === undefined ? "" : ` hasta ${to}`}`,
    en: `days that do not overlap the assignment to ${branchId ?? "no branch"} from ${from}${to === undefined ? "" : ` to ${to}`}`
  }
}

/**
 * Merges rows of a kind into a directory by their keys, or replaces all rows of that kind. It refuses an assignment whose days overlap
 * another one that stays.
 */
export const merge = <K extends keyof RowByKind>(
  before: Directory.Directory,
  kind: K,
  rows: ReadonlyArray<RowByKind[K]>,
  lines: ReadonlyArray<number>,
  replace: boolean
): Merged => {
  const key = keyOf[kind]
  const known = before[kind] as unknown as ReadonlyArray<RowByKind[K]>
  const knownByKey = new Map(known.map((row) => [key(row), row]))
  const after = new Map(replace ? [] : knownByKey)
  const coming = new Set(rows.map(key))
  const staying = kind !== "employees" || replace
    ? new Map<string, Array<Directory.Employee>>()
    : Map.groupBy(before.employees.filter((row) => !coming.has(key(row as RowByKind[K]))), ({ employeeId }) => employeeId)
  const puts: Array<Put> = []
  const changes: Array<RowChange> = []
  const refused: Array<Merged["refused"][number]> = []
  rows.forEach((row, place) => {
    const employee = kind === "employees" ? row as Directory.Employee : undefined
    const overlapping = employee === undefined ? undefined : staying.get(employee.employeeId)?.find((one) => Directory.overlaps(one, employee))
    if (employee !== undefined && overlapping !== undefined) {
      refused.push({ line: lines[place]!, column: "active_from", found: employee.employeeId, expected: freeDays(overlapping) })
      return
    }
    const earlier = knownByKey.get(key(row))
    const put = earlier === undefined ? "added" : RecordContent.isSame(fieldsOf[kind], earlier, row) ? "unchanged" : "changed"
    puts.push(put)
    if (put !== "unchanged") changes.push({ id: key(row), before: earlier, after: row })
    after.set(key(row), row)
  })
  for (const [id, row] of knownByKey) if (!after.has(id)) changes.push({ id, before: row, after: undefined })
  return { directory: { ...before, [kind]: [...after.values()] }, puts, changes, refused }
}
