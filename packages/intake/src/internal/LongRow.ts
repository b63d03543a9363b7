/** Finds the end of a row of CSV that is too long to be kept, byte by byte, in memory for nothing but where it stands. */

const QUOTE = 34
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** Where the reading of a cell stands. `closed`: after a quote in a quoted cell, which may be its last or the first of two. */
const Place = { start: 0, plain: 1, quoted: 2, closed: 3, returned: 4 } as const

/** A row that is passed over. */
export class LongRow {
  /** Line ends inside quotes. */
  lineEnds = 0
  /** Whether text follows a closing quote: such a quote may as well have opened a cell, so the row's end is not known. */
  isMalformed = false
  private readonly delimiter: number
  private place: number = Place.start
  private previous = 0

  constructor(delimiter: number) {
    this.delimiter = delimiter
  }

  /** Whether the row is whole if the file ends here. */
  get mayEnd(): boolean {
    return this.place !== Place.quoted
  }

  /** Takes the row's next bytes; answers with the position after its end, -1 where it goes on. */
  find(bytes: Uint8Array): number {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (this.place === Place.returned) return byte === LINE_FEED ? at + 1 : at
      if (this.place === Place.quoted) {
        if (byte === QUOTE) this.place = Place.closed
        else if (byte === LINE_FEED ? this.previous !== CARRIAGE_RETURN : byte === CARRIAGE_RETURN) this.lineEnds++
        this.previous = byte
        continue
      }
      if (byte === LINE_FEED) return at + 1
      if (byte === CARRIAGE_RETURN) this.place = Place.returned
      else if (byte === this.delimiter) this.place = Place.start
      else if (byte !== QUOTE) {
        if (this.place === Place.closed) this.isMalformed = true
        this.place = Place.plain
      } else if (this.place !== Place.plain) this.place = Place.quoted
    }
    return -1
  }
}
