/** The demonstration month as a folder of canonical files. */
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { once } from "node:events"
import { createWriteStream, mkdirSync } from "node:fs"
import { join } from "node:path"
import { finished } from "node:stream/promises"

export interface WrittenFile {
  readonly name: string
  readonly bytes: number
}

/** Writes text in pieces, waiting whenever the disk is behind. */
const writeFile = async (path: string, chunks: Iterable<string>): Promise<number> => {
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 })
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, "drain")
  stream.end()
  await finished(stream)
  return stream.bytesWritten
}

/** Writes the month's files, with the telephone log and the waivers; throws a `RangeError` for an option out of range. */
export const write = async (folder: string, options: DemonstrationMonth.DemonstrationOptions): Promise<ReadonlyArray<WrittenFile>> => {
  const written: Array<WrittenFile> = []
  const files = [...DemonstrationMonth.files(options), ...DemonstrationMonth.controlFiles(options)]
  mkdirSync(folder, { recursive: true })
  for (const { chunks, name } of files) written.push({ name, bytes: await writeFile(join(folder, name), chunks) })
  return written
}
