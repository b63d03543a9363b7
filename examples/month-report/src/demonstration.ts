/** Writes the demonstration month into a folder: `node examples/month-report/src/demonstration.ts --out DIR`. */
import type * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { parseArgs } from "node:util"
import * as DemonstrationFolder from "./DemonstrationFolder.ts"

const usage = `Uso / usage: node examples/month-report/src/demonstration.ts --out DIR
  --period 2024-03       el mes / the month
  --seed 1               la misma semilla da los mismos archivos / the same seed gives the same files
  --prospects 1200       filas de prospects.csv / rows of prospects.csv
  --activities 3600      filas de activities.csv / rows of activities.csv
  --advisors N           asesores / advisors
  --branches N           sedes / branches
  --ids short|uuid       forma de los identificadores / form of the ids
  --order time|shuffled  orden de las filas / order of the rows`

const optionsOf = (values: Readonly<Record<string, string | undefined>>): DemonstrationMonth.DemonstrationOptions => {
  const number = (name: string): number | undefined => values[name] === undefined ? undefined : Number(values[name])
  const oneOf = <A extends string>(name: string, ...known: ReadonlyArray<A>): A | undefined => {
    const value = values[name]
    if (value === undefined || known.includes(value as A)) return value as A | undefined
    throw new RangeError(`${name}: found ${JSON.stringify(value)}, expected one of ${known.join(", ")}`)
  }
  return {
    seed: number("seed") ?? 1,
    period: values["period"] ?? "2024-03",
    prospects: number("prospects"),
    activities: number("activities"),
    advisors: number("advisors"),
    branches: number("branches"),
    ids: oneOf("ids", "short", "uuid"),
    order: oneOf("order", "time", "shuffled")
  }
}

const main = async (): Promise<void> => {
  const text = { type: "string" } as const
  const { values } = parseArgs({
    options: { out: text, period: text, seed: text, prospects: text, activities: text, advisors: text, branches: text, ids: text, order: text }
  })
  if (values.out === undefined) throw new RangeError("--out: found nothing, expected a folder to write into")
  for (const { bytes, name } of await DemonstrationFolder.write(values.out, optionsOf(values))) {
    console.log(`${name.padEnd(24)} ${bytes.toLocaleString("es-CO").padStart(14)} bytes`)
  }
}

try {
  await main()
} catch (cause) {
  console.error(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`)
  process.exitCode = 2
}
