/** From a synchronous reader to a stream of what it read, a batch for each piece of input that completed some rows. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { UnusableFile } from "../CanonicalFile.ts"

export interface Batch<R, J, S> {
  readonly records: ReadonlyArray<R>
  /** The physical line of each record. */
  readonly lines: ReadonlyArray<number>
  readonly rejections: ReadonlyArray<J>
  /** The cells of unknown columns of the records that have any, by the records' places, where the reader keeps them. */
  readonly unknownCells: ReadonlyMap<number, UnknownCells>
  /** The rows in which cells were UTF-8 read as Windows-1252, and how many. */
  readonly repairs: ReadonlyArray<Repaired>
  /** Only in the last batch, which is always there. */
  readonly summary: S | undefined
}

type UnknownCells = Readonly<Record<string, string>>

export interface Repaired {
  readonly line: number
  readonly cells: number
}

interface Gathering<R, J> {
  readonly onRecord: (record: R, line: number, unknown?: UnknownCells) => void
  readonly onRejected: (rejection: J) => void
  readonly onRepaired: (line: number, cells: number) => void
}

interface Pushed<S> {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => S
}

const isEmpty = (cells: UnknownCells): boolean => {
  for (const _ in cells) return false
  return true
}

const attempt = <A>(act: () => A): Effect.Effect<A, UnusableFile> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(act())
    } catch (error) {
      if (error instanceof UnusableFile) return Effect.fail(error)
      throw error
    }
  })

/** Reads the bytes of a stream with a reader that `open` opens for each run. */
export const stream = <R, J, S>(
  open: (handler: Gathering<R, J>) => Pushed<S>
) =>
<E, RE>(bytes: Stream.Stream<Uint8Array, E, RE>): Stream.Stream<Batch<R, J, S>, E | UnusableFile, RE> =>
  Stream.suspend(() => {
    let records: Array<R> = []
    let lines: Array<number> = []
    let rejections: Array<J> = []
    let repairs: Array<Repaired> = []
    let unknownCells = new Map<number, UnknownCells>()
    const reader = open({
      onRecord: (record, line, unknown) => {
        // A reader that keeps no unknown cells gives one and the same empty object.
        if (unknown !== undefined && !isEmpty(unknown)) unknownCells.set(records.length, unknown)
        records.push(record)
        lines.push(line)
      },
      onRejected: (rejection) => {
        rejections.push(rejection)
      },
      onRepaired: (line, cells) => {
        repairs.push({ line, cells })
      }
    })
    const take = (summary: S | undefined): Batch<R, J, S> => {
      const batch = { records, lines, unknownCells, rejections, repairs, summary }
      records = []
      lines = []
      rejections = []
      repairs = []
      unknownCells = new Map()
      return batch
    }
    return bytes.pipe(
      Stream.mapAccumArrayEffect(() => reader, (reader, pieces) =>
        attempt((): readonly [Pushed<S>, ReadonlyArray<Batch<R, J, S>>] => {
          for (const piece of pieces) reader.push(piece)
          return [reader, records.length + rejections.length === 0 ? [] : [take(undefined)]]
        })),
      Stream.concat(Stream.fromEffect(attempt(() => take(reader.end()))))
    )
  })
