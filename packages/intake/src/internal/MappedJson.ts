/** Reads JSON of another system into canonical records, as a mapping that was found good says: its columns are paths. */
import type { Reading } from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import type { Handler, Options, Reader } from "./MappedRecord.ts"
import type { Source } from "./Mapping.ts"
import type { PositionOf } from "./Expressions.ts"
import { JsonItems } from "./JsonItems.ts"
import * as JsonPath from "./JsonPath.ts"
import { Mapper } from "./Mapper.ts"
import * as TableCell from "./TableCell.ts"

/** An item is as long as a row may be; an object with a list inside holds many. */
const MAXIMUM_ITEM_BYTES = 1 << 20
const MAXIMUM_DOCUMENT_BYTES = 16 << 20
const MAXIMUM_UNUSED = 100
/** Google's webhook proves itself with this value of each lead. It is a secret, and is not kept with the record. */
const SECRET_NAME = "google_key"

/** A reader of one JSON source of a mapping. */
export const open = (
  file: string,
  source: Source,
  reading: Reading,
  handler: Handler,
  options: Options
): Reader => {
  const paths: Array<ReturnType<typeof JsonPath.parse>> = []
  const positionOf: PositionOf = (column) => paths.push(JsonPath.parse(String(column))) - 1
  const mapper = new Mapper(source, positionOf, reading, handler, options)
  const list = source.json?.list === undefined ? undefined : JsonPath.parse(source.json.list)
  const usedNames = new Set(paths.flatMap((path) => path?.[0]?.kind === "name" ? [path[0].name] : []))
  const unused = new Set<string>()
  let repairs = 0
  let number = 0
  const refuse = (expected: { readonly es: string; readonly en: string }): void => {
    mapper.sourceRows++
    mapper.reject(undefined, ++number, [{ column: "", found: "", expected }])
  }
  /** The texts, numbers and truth values of an item that feed nothing. */
  const unknownIn = (item: object): Readonly<Record<string, string>> | undefined => {
    const entries = Object.entries(item).flatMap(([name, value]) => {
      const text = unused.has(name) && name !== SECRET_NAME ? JsonPath.textOf(value)?.trim() ?? "" : ""
      return text === "" ? [] : [[RecordReader.shown(name), text] as const]
    })
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  const read = (item: unknown): void => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return refuse({ es: "un objeto JSON", en: "a JSON object" })
    for (const name of Object.keys(item)) if (!usedNames.has(name) && unused.size < MAXIMUM_UNUSED) unused.add(name)
    const row = TableCell.readRow(paths.map((path) => path === undefined ? "" : JsonPath.textAt(item, path) ?? ""), true)
    repairs += row.repairs
    mapper.sourceRows++
    mapper.row(++number, row.cells, options.unknownCells === true ? unknownIn(item) : undefined)
    if (row.repairs > 0) handler.onRepaired?.(number, row.repairs)
  }
  const items = new JsonItems({ file, maximumItemBytes: list === undefined ? MAXIMUM_ITEM_BYTES : MAXIMUM_DOCUMENT_BYTES }, {
    onItem: (value) => {
      if (list === undefined) return read(value)
      const found = JsonPath.follow(value, list)
      if (found.length === 0) refuse({ es: `una lista en ${source.json!.list}`, en: `a list at ${source.json!.list}` })
      found.flatMap((one) => one).forEach(read)
    },
    onBad: refuse
  })
  return {
    push: (bytes) => items.push(bytes),
    end: () => {
      items.end()
      mapper.end()
      return {
        sourceRows: mapper.sourceRows,
        sourceRejected: mapper.sourceRejected,
        sourceSkipped: 0,
        repairs,
        dayFirst: mapper.dayFirst,
        bothWays: mapper.bothWays,
        encoding: items.encoding,
        kinds: mapper.counts,
        unusedColumns: [...unused]
      }
    }
  }
}
