/** Registers the rows of the database and the rest of the week, and prints the scorecard and the verdicts in Spanish. */
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Color } from "@crm-procedure/core/results/Semaphore"
import type { Verdict } from "@crm-procedure/core/judging/Verdict"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ExistingDatabase from "./ExistingDatabase.ts"
import * as ExistingRows from "./ExistingRows.ts"
import * as OwnPolicy from "./OwnPolicy.ts"
import * as SqliteRecords from "./SqliteRecords.ts"
import * as Week from "./Week.ts"

const verdictNames: Readonly<Record<Verdict, string>> = { valid: "válido", invalid: "inválido", pending: "pendiente" }
const colorNames: Readonly<Record<Color, string>> = { green: "verde", yellow: "amarillo", red: "rojo", none: "sin meta" }

const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n")
}

const program = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  const { DEALERSHIP: dealership, end: asOf, PERIOD: period } = Week

  const taken = yield* ExistingRows.takeUp(dealership, Week.at("2024-03-04 20:00"))
  console.log(`De las tablas que ya había: ${taken.prospects} prospectos, ${taken.activities} actividades y ${taken.calls} llamadas de verificación.`)
  for (const { column, id, table } of taken.unreadable) console.log(`  Sin leer: la fila ${id} de ${table}; corrija ${column}.`)
  yield* Week.register()

  const scorecard = yield* crm.scorecard({ dealership, period, asOf }, ["advisor", "brand"])
  console.log(`\n${scorecard.policy}, ${period}, hasta el viernes 8:\n`)
  console.log(table([
    ["Asesor", "Marca", "Prospección", "", "Seguimiento", ""],
    ...scorecard.groups.map(({ followUp, keys, prospecting }) => [
      keys.advisor ?? "",
      keys.brand ?? "",
      `${prospecting.valid} de ${prospecting.goal}`,
      colorNames[prospecting.color],
      `${followUp.valid} de ${followUp.goal}`,
      colorNames[followUp.color]
    ])
  ]))

  console.log("\nCada registro:\n")
  for (const subject of ["prospect", "activity"] as const) {
    for (const id of Week.ids[subject]) {
      const { reasons, verdict, warnings } = yield* crm.verdict(dealership, subject, id, asOf)
      console.log(`${id}  ${verdictNames[verdict]}`)
      for (const { code, message, verifies } of reasons) console.log(`    ${message.es} [${code}, ${verifies}]`)
      for (const { code, message } of warnings) console.log(`    Ojo: ${message.es} [${code}]`)
    }
  }

  console.log("\nLa regla propia, como sale en el procedimiento impreso:\n")
  console.log(OwnPolicy.printed().split("\n").filter((line) => line.includes("licence")).join("\n"))
})

const { file, remove } = ExistingDatabase.inFile(true)
try {
  await Effect.runPromise(program.pipe(Effect.provide(CrmProcedure.layer([OwnPolicy.edition]).pipe(Layer.provideMerge(SqliteRecords.layer(file))))))
} finally {
  remove()
}
