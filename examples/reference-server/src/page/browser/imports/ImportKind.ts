/** What a file holds, as its name says, and how it is written. */
import type { ImportKind } from "../frame/Contract.ts"

/** In the order in which they are brought in. */
export const kinds: ReadonlyArray<ImportKind> = ["branches", "brands", "employees", "goals", "prospects", "activities", "verification-calls", "phone-log", "waivers"]

/** Words in a file's name, English or Spanish, and what it then holds: the first that fits, so that `llamadas-verificacion` is not taken for activities. */
const words: ReadonlyArray<readonly [RegExp, ImportKind]> = [
  [/waiver|excusa/, "waivers"],
  [/phone.?log|central|cdr|telefon/, "phone-log"],
  [/verification|verificaci|llamada/, "verification-calls"],
  [/prospect|lead|adf/, "prospects"],
  [/activit|actividad|seguimiento/, "activities"],
  [/employee|emplead|asesor|personal/, "employees"],
  [/branch|sede|sucursal/, "branches"],
  [/brand|marca/, "brands"],
  [/goal|meta/, "goals"]
]

const plain = (name: string): string => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

const extensionOf = (name: string): string => plain(name).slice(plain(name).lastIndexOf(".") + 1)

/** The kind that a file's name tells; undefined where it tells none. ADF brings leads. */
export const kindOf = (name: string): ImportKind | undefined =>
  words.find(([word]) => word.test(plain(name)))?.[1] ?? (["xml", "adf", "eml"].includes(extensionOf(name)) ? "prospects" : undefined)

/** The media type by a file's ending; CSV unless it tells another. */
export const mediaTypeOf = (name: string): string => {
  const extension = extensionOf(name)
  if (["xlsx", "xlsm", "xls", "ods", "xlsb"].includes(extension)) return "application/octet-stream"
  if (extension === "json") return "application/json"
  if (extension === "eml") return "message/rfc822"
  return ["ndjson", "jsonl"].includes(extension) ? "application/x-ndjson" : ["xml", "adf"].includes(extension) ? "application/xml" : "text/csv"
}
