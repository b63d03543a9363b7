/** The folder that the month report wrote, read back to be closed. */
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import * as FrozenLists from "@crm-procedure/core/close/FrozenLists"
import { Schema } from "effect"
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import { readBlocks } from "./ChainFolder.ts"

const unusable = (file: string, es: string, en: string): Unusable => new Unusable({ es: `${file}: ${es}`, en: `${file}: ${en}` })

const readJson = <S extends Schema.ConstraintDecoder<unknown>>(folder: string, file: string, schema: S): S["Type"] => {
  try {
    return Schema.decodeUnknownSync(schema)(JSON.parse(readFileSync(join(folder, file), "utf8")))
  } catch (error) {
    const cause = (error as Error).message
    throw unusable(file, `no es el que escribe el informe del mes: ${cause}`, `it is not what the month report writes: ${cause}`)
  }
}

const [QUOTE, COMMA, LINE_END, VALID, INVALID] = [34, 44, 10, 118, 105]

/** Counts verdicts while a verdict file passes by: the byte after the first cell's comma tells which one a line has. */
class VerdictCounts {
  registered = -1
  valid = 0
  invalid = 0
  pending = 0
  private place: "cell" | "quoted" | "verdict" | "rest" = "rest"

  take(block: Uint8Array): void {
    for (const byte of block) {
      if (this.place === "verdict") {
        if (byte === VALID) this.valid++
        else if (byte === INVALID) this.invalid++
        else this.pending++
        this.place = "rest"
      } else if (byte === QUOTE && this.place !== "rest") this.place = this.place === "quoted" ? "cell" : "quoted"
      else if (byte === COMMA && this.place === "cell") this.place = "verdict"
      else if (byte === LINE_END && this.place !== "quoted") {
        this.registered++
        this.place = "cell"
      }
    }
  }
}

interface Counted {
  readonly digest: string
  readonly counts: VerdictCounts
}

const read = (folder: string, file: FrozenLists.Name): Counted => {
  const path = join(folder, file)
  if (!existsSync(path)) throw unusable(file, `falta en ${folder}.`, `it is missing in ${folder}.`)
  const sum = createHash("sha256")
  const counts = new VerdictCounts()
  readBlocks(path, (block) => {
    sum.update(block)
    counts.take(block)
  })
  return { digest: sum.digest("hex"), counts }
}

const mustAgree = (file: string, counts: VerdictCounts, indicator: ClosedPeriod.FrozenScorecard["company"]["prospecting"]): void => {
  const write = ({ invalid, pending, registered, valid }: VerdictCounts | typeof indicator) => `${registered} = ${valid} + ${invalid} + ${pending}`
  const [found, expected] = [write(counts), write(indicator)]
  if (found === expected) return
  throw unusable(
    file,
    `se encontró ${found} (registrados = válidos + inválidos + pendientes), y scorecard.json dice ${expected}. Genere el informe otra vez.`,
    `found ${found} (registered = valid + invalid + pending), and scorecard.json says ${expected}. Run the report again.`
  )
}

/** What closing the report's month freezes. Throws `Unusable` where the files are missing or don't belong together. */
export const result = (folder: string): ClosedPeriod.FrozenResult => {
  const basis = readJson(folder, "judgement.json", ClosedPeriod.Basis)
  const scorecard = readJson(folder, "scorecard.json", ClosedPeriod.FrozenScorecard)
  const compliance = readJson(folder, "compliance.json", ClosedPeriod.FrozenCompliance)
  if (scorecard.period !== basis.period) {
    throw unusable("scorecard.json", `es de ${scorecard.period}, y judgement.json de ${basis.period}.`, `it is of ${scorecard.period}, and judgement.json of ${basis.period}.`)
  }
  const activities = read(folder, "activity-verdicts.csv")
  const prospects = read(folder, "prospect-verdicts.csv")
  mustAgree("prospect-verdicts.csv", prospects.counts, scorecard.company.prospecting)
  mustAgree("activity-verdicts.csv", activities.counts, scorecard.company.followUp)
  if (basis.openVerifications.countedAs === "valid" && prospects.counts.pending + activities.counts.pending > 0) {
    throw unusable(
      "judgement.json",
      "la política cuenta como válidas las verificaciones abiertas al cierre, y el informe todavía las tiene pendientes. " +
        "Genere el informe con la regla verification-pending en off, para prospectos y actividades, en el archivo de la política.",
      "the policy counts open verifications as valid at the close, and the report still has them pending. " +
        "Run the report with the rule verification-pending off, for prospects and activities, in the policy file."
    )
  }
  return {
    ...basis,
    scorecard,
    compliance,
    files: {
      "activity-verdicts.csv": activities.digest,
      "lead-colors.csv": read(folder, "lead-colors.csv").digest,
      "prospect-verdicts.csv": prospects.digest,
      "sample.csv": read(folder, "sample.csv").digest
    }
  }
}
