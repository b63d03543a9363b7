/** A folder of canonical CSV files, read record by record. */
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as RejectedRows from "@crm-procedure/intake/RejectedRows"
import type { Zone } from "@crm-procedure/core/Calendar"
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "./Arguments.ts"

/** Blocks of text short enough to die young in V8's heap. */
const BLOCK_BYTES = 1 << 17

/** Where a file's rejected rows go, and in which language what was expected is said. */
export interface Rejections {
  readonly out: string
  readonly language: RejectedRows.Language
}

/** Refuses a folder that is not there or lacks a required file, before anything is read. */
export const check = (folder: string): void => {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Unusable({
      es: `No se encuentra la carpeta ${folder}: se esperaba una carpeta con los archivos CSV canónicos.`,
      en: `There is no folder ${folder}: expected a folder with the canonical CSV files.`
    })
  }
  const missing = Object.values(CanonicalFile.all).filter((kind) => !kind.optional && !isFile(join(folder, kind.file))).map((kind) => kind.file)
  if (missing.length > 0) {
    const list = missing.join(", ")
    throw new Unusable({
      es: `Falta ${list} en ${folder}: los seis archivos obligatorios deben estar, aunque solo tengan el encabezado.`,
      en: `${list} missing in ${folder}: the six required files must be there, if only with their header.`
    })
  }
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** Whether the folder has the optional file of verification calls. */
export const hasCalls = (folder: string): boolean => isFile(join(folder, CanonicalFile.verificationCalls.file))

/** A guess at how many rows a file has, from its size and its first rows: only memory is laid out by it. */
export const expectedRows = (path: string): number => {
  const file = openSync(path, "r")
  try {
    const head = Buffer.alloc(1 << 16)
    const length = readSync(file, head, 0, head.length, 0)
    let lines = 0
    for (let at = 0; at < length; at++) if (head[at] === 10) lines++
    const { size } = fstatSync(file)
    return lines < 2 ? 16 : Math.ceil(size / (length / lines) * 1.03) + 16
  } finally {
    closeSync(file)
  }
}

/** Writes the rejected rows of a file as they come. The file is always written, if only its header. */
export class RejectedFile {
  private readonly file: number
  private pending: string
  private readonly language: RejectedRows.Language

  constructor(kind: { readonly file: string }, { language, out }: Rejections) {
    mkdirSync(out, { recursive: true })
    this.file = openSync(join(out, RejectedRows.fileName(kind.file)), "w")
    this.pending = RejectedRows.header
    this.language = language
  }

  readonly write = (rejection: CanonicalFile.Rejection): void => {
    this.pending += RejectedRows.lines(rejection, this.language)
    if (this.pending.length > BLOCK_BYTES) this.flush()
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    writeSync(this.file, this.pending)
    this.pending = ""
  }
}

/** Reads one canonical file of the folder, handing on each record as it comes; answers what it held. */
export const read = <R>(
  kind: CanonicalFile.Kind<R>,
  folder: string,
  zone: Zone,
  rejections: Rejections,
  onRecord: (record: R, line: number) => number | void,
  options: { readonly identity?: "reader" | "caller"; readonly onBytes?: (bytes: number) => void } = {}
): CanonicalCsv.Summary => {
  const rejected = new RejectedFile(kind, rejections)
  const reader = CanonicalCsv.reader(kind, zone, { onRecord, onRejected: rejected.write }, { identity: options.identity ?? "reader", blockBytes: BLOCK_BYTES })
  const file = openSync(join(folder, kind.file), "r")
  try {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
    for (;;) {
      const length = readSync(file, block, 0, block.length, null)
      if (length === 0) break
      reader.push(block.subarray(0, length))
      options.onBytes?.(length)
    }
    return reader.end()
  } finally {
    closeSync(file)
    rejected.close()
  }
}

/** Reads a small canonical file whole. */
export const readAll = <R>(
  kind: CanonicalFile.Kind<R>,
  folder: string,
  zone: Zone,
  rejections: Rejections,
  keep: (record: R) => R = (record) => record
): { readonly records: ReadonlyArray<R>; readonly summary: CanonicalCsv.Summary } => {
  const records: Array<R> = []
  const summary = read(kind, folder, zone, rejections, (record) => {
    records.push(keep(record))
  })
  return { records, summary }
}
