/** The audit of a dealership as a file: an entry a line, from the first, as `GET /v1/audit/file` gives it. */
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import { readFileSync, statSync } from "node:fs"

/** Whether a path is that of such a file. */
export const isOne = (path: string): boolean => path.endsWith(".ndjson") && statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** Verifies the chain of a file's entries. Throws `Unusable` where a line is no entry. */
export const verify = (path: string): ReturnType<typeof AuditEntry.verify> => {
  const lines = readFileSync(path, "utf8").split("\n").filter((line) => line !== "")
  return AuditEntry.verify(lines.map((line, place) => {
    try {
      const entry = JSON.parse(line) as AuditEntry.AuditEntry
      if (typeof entry.digest === "string" && typeof entry.sequence === "number") return entry
    } catch {
      // Said below, like any line that is no entry.
    }
    throw new Unusable({
      es: `${path}, línea ${place + 1}: no es una entrada de auditoría; se esperaba el archivo que descarga la página o /v1/audit/file.`,
      en: `${path}, line ${place + 1}: it is no audit entry; expected the file that the page or /v1/audit/file gives.`
    })
  }))
}
