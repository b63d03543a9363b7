/** The letterheads file: what each dealership calls otherwise than the procedure does, by the dealership's id. */
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"

type Letterheads = ReadonlyMap<string, Letterhead.Changes>

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> => typeof json === "object" && json !== null && !Array.isArray(json)

const unusable = (file: string, found: Bilingual): Unusable =>
  new Unusable({ es: `LETTERHEADS_FILE: no se puede usar ${file}: ${found.es}.`, en: `LETTERHEADS_FILE: ${file} can't be used: ${found.en}.` })

/** Reads the file, if one is named. Fails with every fault in it. */
export const read = (file: string | undefined): Effect.Effect<Letterheads, Unusable> => {
  if (file === undefined) return Effect.succeed(new Map())
  return Effect.try({
    try: (): unknown => JSON.parse(readFileSync(file, "utf8")),
    catch: (cause) => unusable(file, { es: `${(cause as Error).message}; se esperaba un archivo JSON`, en: `${(cause as Error).message}; expected a JSON file` })
  }).pipe(Effect.flatMap((json) => {
    if (!isObject(json)) return Effect.fail(unusable(file, { es: "se esperaba un objeto JSON por concesionario", en: "expected a JSON object by dealership" }))
    const letterheads = new Map<string, Letterhead.Changes>()
    const faults: Array<Bilingual> = []
    for (const [dealership, changes] of Object.entries(json)) {
      const letterhead = Letterhead.read(changes)
      if (Result.isSuccess(letterhead)) letterheads.set(dealership, letterhead.success)
      else {
        faults.push(...letterhead.failure.map(({ expected, pointer }) => ({
          es: `/${dealership}${pointer}: se esperaba ${expected.es}`,
          en: `/${dealership}${pointer}: expected ${expected.en}`
        })))
      }
    }
    return faults.length === 0
      ? Effect.succeed(letterheads)
      : Effect.fail(unusable(file, { es: faults.map(({ es }) => es).join("; "), en: faults.map(({ en }) => en).join("; ") }))
  }))
}
