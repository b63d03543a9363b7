/** A folder of canonical CSV files, read record by record. */
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as RejectedRows from "@crm-procedure/intake/RejectedRows"
import type { Zone } from "@crm-procedure/core/calendar/Calendar"
import { accessSync, closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from "node:fs"
import { basename, join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"

/** Blocks of text short enough to die young in V8's heap. */
const BLOCK_BYTES = 1 << 17

/** Where a file's rejected rows go, and in which language what was expected is said. */
export interface Rejections {
  readonly out: string
  readonly language: RejectedRows.Language
}

/** Refuses what is no folder. */
export const checkIsFolder = (folder: string): void => {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new Unusable({
      es: `No se encuentra la carpeta ${folder}: se esperaba una carpeta con los archivos CSV.`,
      en: `There is no folder ${folder}: expected a folder with the CSV files.`
    })
  }
  if (!found.isDirectory()) {
    throw new Unusable({
      es: `${folder} es un archivo: se esperaba la carpeta con los archivos CSV.`,
      en: `${folder} is a file: expected the folder with the CSV files.`
    })
  }
}

/** Refuses a folder that is not there or lacks a required file, before anything is read. */
export const check = (folder: string): void => {
  checkIsFolder(folder)
  const missing = Object.values(CanonicalFile.all).filter((kind) => !kind.optional && !isFile(join(folder, kind.file))).map((kind) => kind.file)
  const odd = Object.values(CanonicalFile.all).filter((kind) => kind.optional && !isFile(join(folder, kind.file)) && existsSync(join(folder, kind.file)))
  if (odd.length > 0) {
    const list = odd.map((kind) => kind.file).join(", ")
    throw new Unusable({
      es: `${list} en ${folder} no es un archivo: se esperaba uno, o que no estuviera.`,
      en: `${list} in ${folder} is no file: expected one, or none of that name.`
    })
  }
  if (missing.length > 0) {
    const list = missing.join(", ")
    throw new Unusable({
      es: `Falta ${list} en ${folder}: los seis archivos obligatorios deben estar, aunque solo tengan el encabezado.`,
      en: `${list} missing in ${folder}: the six required files must be there, if only with their header.`
    })
  }
}

/** Makes the folder of the results, or says why it can't be. */
export const makeOut = (out: string): void => {
  try {
    mkdirSync(out, { recursive: true })
    accessSync(out, constants.W_OK)
  } catch (error) {
    throw new Unusable({
      es: `No se puede escribir en ${out} (${(error as Error).message}): se esperaba en --out una carpeta en la que se pueda escribir.`,
      en: `Cannot write into ${out} (${(error as Error).message}): expected --out to be a folder that can be written.`
    })
  }
}

/** Whether two paths are one folder. */
export const isSame = (one: string, other: string): boolean => {
  const [a, b] = [statSync(one, { throwIfNoEntry: false }), statSync(other, { throwIfNoEntry: false })]
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** Whether the folder has the optional file of verification calls. */
export const hasCalls = (folder: string): boolean => isFile(join(folder, CanonicalFile.verificationCalls.file))

/** A guess at how many rows a file has, from its size and its first rows: only memory is laid out by it. */
export const expectedRows = (path: string): number => {
  let file: number
  try {
    file = openSync(path, "r")
  } catch {
    // Whoever reads the file says what is wrong with it.
    return 16
  }
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

  constructor(file: string, { language, out }: Rejections) {
    this.file = openSync(join(out, RejectedRows.fileName(file)), "w")
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
    const bytes = Buffer.from(this.pending)
    // A disk that fills up takes a part, and says so at the next attempt only.
    for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written)
    this.pending = ""
  }
}

/** Hands on the bytes of a file block by block; a file that the system refuses to read is an unusable one. */
export const readBytes = (path: string, onBlock: (bytes: Uint8Array) => void): void => {
  const attempt = <A>(act: () => A): A => {
    try {
      return act()
    } catch (error) {
      const expected = { es: "un archivo que se pueda leer", en: "a file that can be read" }
      throw new CanonicalFile.UnusableFile({ file: basename(path), line: 0, column: "", found: (error as Error).message, expected })
    }
  }
  const file = attempt(() => openSync(path, "r"))
  try {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
    for (;;) {
      const length = attempt(() => readSync(file, block, 0, block.length, null))
      if (length === 0) return
      onBlock(block.subarray(0, length))
    }
  } finally {
    closeSync(file)
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
  const rejected = new RejectedFile(kind.file, rejections)
  try {
    const reader = CanonicalCsv.reader(kind, zone, { onRecord, onRejected: rejected.write }, { identity: options.identity ?? "reader", blockBytes: BLOCK_BYTES })
    readBytes(join(folder, kind.file), (bytes) => {
      reader.push(bytes)
      options.onBytes?.(bytes.length)
    })
    return reader.end()
  } finally {
    rejected.close()
  }
}

/** Reads a small canonical file whole. */
export const readAll = <R>(
  kind: CanonicalFile.Kind<R>,
  folder: string,
  zone: Zone,
  rejections: Rejections
): { readonly records: ReadonlyArray<R>; readonly summary: CanonicalCsv.Summary } => {
  const records: Array<R> = []
  const summary = read(kind, folder, zone, rejections, (record) => {
    records.push(record)
  })
  return { records, summary }
}
