/** Puts the rows of a file into a directory: beside the present rows, or in their place. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as ErasedRecord from "@crm-procedure/core/judging/ErasedRecord"
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
  /** What is said of rows that were stored otherwise than they came, or that bring an erased person back. */
  readonly notices: ReadonlyArray<{ readonly line: number; readonly text: Bilingual }>
}

/** How erased employees are recognised in new rows; undefined where the dealership has no key for erasures. */
export interface Recognition {
  readonly key: ErasureKey.Key
  readonly phoneCountry: string
}

const erasedStays = (id: string): Bilingual => ({
  es: `${id} está borrado (Ley 1581): la fila quedó sin nombre, teléfono, correo ni documento. Si la persona volvió y lo autorizó, regístrela con otro código.`,
  en: `${id} is erased (Ley 1581): the row was stored without name, phone, e-mail and document. If the person came back and agreed to it, register them under another id.`
})

const erasedStaysInDirectory = (id: string): Bilingual => ({
  es: `${id} está borrado (Ley 1581) y no viene en el archivo: se conserva sin datos, porque los veredictos dependen de él.`,
  en: `${id} is erased (Ley 1581) and not in the file: it stays without data, because verdicts depend on it.`
})

const erasedComesBack = (id: string, erasedId: string): Bilingual => ({
  es: `${id} tiene el teléfono, el correo o el documento de ${erasedId}, que está borrado (Ley 1581): quedó registrado con sus datos. Si la persona no lo autorizó de nuevo, bórrela otra vez.`,
  en: `${id} has the phone, e-mail or document of ${erasedId}, who is erased (Ley 1581): it was stored with its data. If the person did not agree to it again, erase them again.`
})

/** What is said of the rows of employees, where some are erased. */
const noticesOf = (
  before: ReadonlyArray<Directory.Employee>,
  rows: ReadonlyArray<Directory.Employee>,
  lines: ReadonlyArray<number>,
  replace: boolean,
  recognition: Recognition | undefined
): Merged["notices"] => {
  const erased = new Set(before.flatMap(({ employeeId, erasedAt }) => erasedAt === undefined ? [] : [employeeId]))
  if (erased.size === 0) return []
  const coming = new Set(rows.map(({ employeeId }) => employeeId))
  const named = rows.flatMap((row, place): Merged["notices"] => {
    const line = lines[place]!
    const hasData = row.name !== row.employeeId || (row.phone ?? row.email ?? row.documentNumber) !== undefined
    if (erased.has(row.employeeId)) return hasData ? [{ line, text: erasedStays(row.employeeId) }] : []
    const namesake = recognition && ErasedRecord.erasedNamesake(before, row, recognition)
    return namesake === undefined ? [] : [{ line, text: erasedComesBack(row.employeeId, namesake) }]
  })
  return replace ? [...named, ...[...erased].filter((id) => !coming.has(id)).map((id) => ({ line: 0, text: erasedStaysInDirectory(id) }))] : named
}

const freeDays = ({ activeFrom, activeTo, branchId, employeeId }: Directory.Employee): Bilingual => {
  const from = Calendar.formatDay(activeFrom)
  const to = activeTo === undefined ? undefined : Calendar.formatDay(activeTo)
  return {
    es: `días que no se crucen con la asignación de ${employeeId} a ${branchId ?? "ninguna sede"} desde ${from}${to === undefined ? "" : ` hasta ${to}`}`,
    en: `days that do not overlap the assignment of ${employeeId} to ${branchId ?? "no branch"} from ${from}${to === undefined ? "" : ` to ${to}`}`
  }
}

/**
 * Merges rows of a kind into a directory by their keys, or replaces all rows of that kind. It refuses an assignment whose days overlap
 * another one that stays. An erased employee stays erased.
 */
export const merge = <K extends keyof RowByKind>(
  before: Directory.Directory,
  kind: K,
  given: ReadonlyArray<RowByKind[K]>,
  lines: ReadonlyArray<number>,
  replace: boolean,
  recognition?: Recognition | undefined
): Merged => {
  const isOfEmployees = kind === "employees"
  const notices = isOfEmployees ? noticesOf(before.employees, given as ReadonlyArray<Directory.Employee>, lines, replace, recognition) : []
  /** The rows as they are stored; erased employees whom the file leaves out come behind them. */
  const kept = isOfEmployees ? ErasedRecord.keepErasedEmployees(before.employees, given as ReadonlyArray<Directory.Employee>) as unknown as typeof given : given
  const rows = kept.slice(0, given.length)
  const key = keyOf[kind]
  const known = before[kind] as unknown as ReadonlyArray<RowByKind[K]>
  const knownByKey = new Map(known.map((row) => [key(row), row]))
  const after = new Map(replace ? kept.slice(given.length).map((row) => [key(row), row]) : knownByKey)
  const coming = new Set(rows.map(key))
  const staying = !isOfEmployees || replace
    ? new Map<string, Array<Directory.Employee>>()
    : Map.groupBy(before.employees.filter((row) => !coming.has(key(row as RowByKind[K]))), ({ employeeId }) => employeeId)
  const puts: Array<Put> = []
  const changes: Array<RowChange> = []
  const refused: Array<Merged["refused"][number]> = []
  rows.forEach((row, place) => {
    const employee = isOfEmployees ? row as Directory.Employee : undefined
    const overlapping = employee === undefined ? undefined : staying.get(employee.employeeId)?.find((one) => Directory.overlaps(one, employee))
    if (employee !== undefined && overlapping !== undefined) {
      refused.push({ line: lines[place]!, column: "active_from", found: Calendar.formatDay(employee.activeFrom), expected: freeDays(overlapping) })
      return
    }
    const earlier = knownByKey.get(key(row))
    const put = earlier === undefined ? "added" : RecordContent.isSame(fieldsOf[kind], earlier, row) ? "unchanged" : "changed"
    puts.push(put)
    if (put !== "unchanged") changes.push({ id: key(row), before: earlier, after: row })
    after.set(key(row), row)
  })
  for (const [id, row] of knownByKey) if (!after.has(id)) changes.push({ id, before: row, after: undefined })
  return { directory: { ...before, [kind]: [...after.values()] }, puts, changes, refused, notices }
}
