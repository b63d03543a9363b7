/** Demonstration months of any size as folders of canonical CSV, made once and kept outside the repository. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import type * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const PERIOD = "2024-03"

const cache = join(tmpdir(), "crm-procedure-bench")

/** The folder of a month of so many prospects and three times as many activities. */
export const make = (prospects: number): string => {
  const folder = join(cache, `month-${prospects}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  for (const { chunks, name } of DemonstrationMonth.files({ seed: 1, period: PERIOD, prospects })) {
    const file = openSync(join(unfinished, name), "w")
    for (const chunk of chunks) writeSync(file, chunk)
    closeSync(file)
  }
  renameSync(unfinished, folder)
  return folder
}

/** An empty folder for what a contender writes. */
export const emptyOut = (name: string): string => {
  const out = join(cache, "out", name)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  return out
}

/** The readable records of one file of a folder. */
export const decode = <R>(kind: CanonicalFile.Kind<R>, folder: string): Array<R> => {
  const records: Array<R> = []
  const reader = CanonicalCsv.reader(kind, Calendar.bogota, { onRecord: (record) => void records.push(record), onRejected: () => {} })
  reader.push(readFileSync(join(folder, kind.file)))
  reader.end()
  return records
}
