/**
 * The directory: the tables `sedes`, `marcas` and `vendedores`. Rows that are not `anulado` are in the directory. People of the
 * workshop are in `vendedores` too, and their `cargo` is no role of the procedure. A row that leaves the directory is marked as
 * `anulado`, as the old program does: its other columns, such as commissions, must stay.
 */
import type { Branch, Brand, Directory, Employee } from "@crm-procedure/core/records/Directory"
import type { Statements } from "./Database.ts"
import * as TableMapping from "./TableMapping.ts"
import { beside, column, Unreadable } from "./TableMapping.ts"
import type { Row } from "./TableMapping.ts"
import * as Translation from "./Translation.ts"
import type { Cell } from "./Translation.ts"
import { date, text } from "./Translation.ts"

const lines = Translation.code({ cars: "C", motorcycles: "M" })

const branches = TableMapping.make<Branch>({
  columns: { branchId: column("codigo", text), name: column("nombre", text), city: column("ciudad", text) },
  required: ["branchId", "name"]
})

const brands = TableMapping.make<Brand>({
  columns: { brandId: column("codigo", text), name: column("nombre", text), line: column("tipo", lines) },
  required: ["brandId", "name"]
})

const employees = TableMapping.make<Employee>({
  columns: {
    employeeId: column("codigo", text),
    name: column("nombre", text),
    role: column("cargo", Translation.code({
      advisor: "ASESOR",
      "crm-assistant": "ASISTENTE CRM",
      "crm-agent": "AGENTE CRM",
      "marketing-coordinator": "COORD MERCADEO",
      "motorcycle-manager": "GERENTE MOTOS",
      "commercial-manager": "GERENTE COMERCIAL",
      "general-manager": "GERENTE GENERAL"
    })),
    branchId: column("sede", text),
    line: beside,
    brandIds: beside,
    phone: column("celular", text),
    email: column("correo", text),
    documentType: column("tipo_documento", text),
    documentNumber: column("documento", text),
    activeFrom: column("fecha_ingreso", date),
    activeTo: column("fecha_retiro", date),
    erasedAt: beside,
    keyHashes: beside
  },
  required: ["employeeId", "name", "role", "activeFrom"]
})

/** The columns that the directory needs, by table. */
export const columns: ReadonlyMap<string, ReadonlyArray<string>> = new Map([
  ["sedes", ["empresa", "anulado", ...branches.columns]],
  ["marcas", ["empresa", "anulado", ...brands.columns]],
  ["vendedores", ["empresa", "anulado", "contrato", ...employees.columns]]
])

const besideOf = ({ aparte }: Row): string | null => typeof aparte === "string" ? aparte : null

const entriesOf = <R>({ toRecord }: TableMapping.TableMapping<R>, rows: ReadonlyArray<Row>): ReadonlyArray<R> =>
  rows.flatMap((row) => {
    const record = toRecord(row, besideOf(row))
    return record instanceof Unreadable ? [] : [record]
  })

/** One of the tables keyed by `empresa, codigo`. */
const codedTable = <R extends object>(table: string, mapping: TableMapping.TableMapping<R>, idOf: (record: R) => string) => {
  const names = mapping.columns.join(", ")
  const read = `SELECT ${mapping.columns.map((one) => `t.${one}`).join(", ")}, s.aparte FROM ${table} t
    LEFT JOIN crm_${table} s ON s.empresa = t.empresa AND s.codigo = t.codigo WHERE t.empresa = ?`
  const inOrder = `${read} AND t.anulado = 'N' ORDER BY s.orden IS NULL, s.orden, t.codigo`
  return {
    read: (sql: Statements, dealership: string) => entriesOf(mapping, sql.all(inOrder, dealership)),
    replace: (sql: Statements, dealership: string, records: ReadonlyArray<R>): void => {
      const ids = new Set(records.map(idOf))
      for (const record of entriesOf(mapping, sql.all(inOrder, dealership))) {
        if (!ids.has(idOf(record))) sql.run(`UPDATE ${table} SET anulado = 'S' WHERE empresa = ? AND codigo = ?`, dealership, idOf(record))
      }
      for (const [place, record] of records.entries()) {
        const id = idOf(record)
        const row = mapping.toRow(record, sql.first(`${read} AND t.codigo = ?`, dealership, id))
        sql.run(
          `INSERT INTO ${table} (empresa, ${names}, anulado) VALUES (?, ${mapping.columns.map(() => "?").join(", ")}, 'N')
           ON CONFLICT (empresa, codigo) DO UPDATE SET anulado = 'N', ${mapping.columns.map((one) => `${one} = excluded.${one}`).join(", ")}`,
          dealership,
          ...mapping.columns.map((one) => row.cells[one] ?? null)
        )
        sql.run(
          `INSERT INTO crm_${table} (empresa, codigo, orden, aparte) VALUES (?, ?, ?, ?)
           ON CONFLICT (empresa, codigo) DO UPDATE SET orden = excluded.orden, aparte = excluded.aparte`,
          dealership,
          id,
          place,
          row.beside
        )
      }
    }
  }
}

const branchTable = codedTable("sedes", branches, ({ branchId }) => branchId)
const brandTable = codedTable("marcas", brands, ({ brandId }) => brandId)

const contracts = `SELECT t.contrato, t.anulado, ${employees.columns.map((one) => `t.${one}`).join(", ")}, s.aparte FROM vendedores t
  LEFT JOIN crm_vendedores s ON s.contrato = t.contrato WHERE t.empresa = ?`

const inDirectory = `${contracts} AND t.anulado = 'N' ORDER BY s.orden IS NULL, s.orden, t.contrato`

/** A row of `vendedores` is a contract, and so an assignment: an employee who begins on another day has another one. */
const contractOf = ({ codigo, fecha_ingreso }: Readonly<Record<"codigo" | "fecha_ingreso", Cell | undefined>>): string => JSON.stringify([codigo, fecha_ingreso])

const replaceEmployees = (sql: Statements, dealership: string, records: ReadonlyArray<Employee>): void => {
  const known = Map.groupBy(sql.all(`${contracts} ORDER BY t.anulado, t.contrato`, dealership), (row) => contractOf({ codigo: row["codigo"], fecha_ingreso: row["fecha_ingreso"] }))
  const kept = new Set<Cell>()
  for (const [place, record] of records.entries()) {
    const existing = known.get(contractOf({ codigo: record.employeeId, fecha_ingreso: date.toCell(record.activeFrom) }))?.find(({ contrato }) => !kept.has(contrato ?? null))
    const row = employees.toRow(record, existing)
    const cells = employees.columns.map((one) => row.cells[one] ?? null)
    const contract = existing?.["contrato"] ?? sql.first(
      `INSERT INTO vendedores (empresa, ${employees.columns.join(", ")}) VALUES (?, ${cells.map(() => "?").join(", ")}) RETURNING contrato`,
      dealership,
      ...cells
    )?.["contrato"] ?? null
    if (existing !== undefined) {
      sql.run(`UPDATE vendedores SET anulado = 'N', ${employees.columns.map((one) => `${one} = ?`).join(", ")} WHERE contrato = ?`, ...cells, contract)
    }
    sql.run(
      "INSERT INTO crm_vendedores (contrato, orden, aparte) VALUES (?, ?, ?) ON CONFLICT (contrato) DO UPDATE SET orden = excluded.orden, aparte = excluded.aparte",
      contract,
      place,
      row.beside
    )
    kept.add(contract)
  }
  for (const row of sql.all(inDirectory, dealership)) {
    const contract = row["contrato"] ?? null
    const isEntry = !(employees.toRecord(row, besideOf(row)) instanceof Unreadable)
    if (isEntry && !kept.has(contract)) sql.run("UPDATE vendedores SET anulado = 'S' WHERE contrato = ?", contract)
  }
}

export const read = (sql: Statements, dealership: string): Directory => ({
  branches: branchTable.read(sql, dealership),
  brands: brandTable.read(sql, dealership),
  employees: entriesOf(employees, sql.all(inDirectory, dealership))
})

export const replace = (sql: Statements, dealership: string, directory: Directory): void => {
  branchTable.replace(sql, dealership, directory.branches)
  brandTable.replace(sql, dealership, directory.brands)
  replaceEmployees(sql, dealership, directory.employees)
}
