/** Which cells of a workbook are dates, and what a date's number says: the local day and time, as ISO 8601 without an offset. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as XmlTags from "./XmlTags.ts"
import type { ZipParts } from "./ZipParts.ts"

/** What the numbers of a style are. */
export const Style = { number: 0, date: 1, time: 2, duration: 3 } as const

/** The number formats that every workbook knows without declaring them. */
const builtIn = (id: number): number => {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return Style.date
  if (id >= 45 && id <= 47) return Style.duration
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) ? Style.time : Style.number
}

/** What a format code such as `d/mm/yyyy h:mm` makes of a number. Quoted and escaped text, colours and currencies say nothing. */
export const styleOf = (formatCode: string): number => {
  const code = formatCode.replace(/"[^"]*"?|\\.|_.|\*./gs, "").split(";")[0]!
  if (/\[(h+|m+|s+)\]/i.test(code)) return Style.duration
  const letters = code.replace(/\[[^\]]*\]/g, "").replace(/general/gi, "").toLowerCase()
  const isTimeOfDay = /[hs]/.test(letters)
  if (/[yd]/.test(letters) || (letters.includes("m") && !isTimeOfDay)) return Style.date
  return isTimeOfDay ? Style.time : Style.number
}

/** Reads, for each style of a workbook, what its numbers are. */
export const readStyles = async (parts: ZipParts, part: string): Promise<Uint8Array> => {
  const formats = new Map<string, number>()
  const styles: Array<number> = []
  let isInCells = false
  await XmlTags.read(parts, part, new Set(["numFmt", "cellXfs", "xf"]), (name, attribute) => {
    if (name === "cellXfs") isInCells = true
    else if (name === "/cellXfs") isInCells = false
    else if (name === "numFmt") formats.set(attribute("numFmtId") ?? "", styleOf(attribute("formatCode") ?? ""))
    else if (name === "xf" && isInCells) {
      const id = attribute("numFmtId") ?? "0"
      styles.push(formats.get(id) ?? builtIn(Number(id)))
    }
  })
  return Uint8Array.from(styles)
}

// The day that the number 0 stands for. The first system has a 29 February 1900 that never was: before it, each number is a day later.
const EPOCH_1900 = -25_569
const EPOCH_1904 = -24_107
const FIRST_TRUE_NUMBER = 61
const LAST_DAY = 2_932_896
const REMEMBERED_DAYS = 4096

const two = (value: number): string => value < 10 ? `0${value}` : String(value)

const timeOf = (millis: number): string => {
  const seconds = Math.floor(millis / 1000)
  const fraction = millis - seconds * 1000
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    (fraction === 0 ? "" : `.${String(fraction).padStart(3, "0")}`)
}

/** Writes the numbers of date cells. */
export class CellDates {
  private readonly is1904: boolean
  private readonly days = new Map<number, string>()

  constructor(is1904: boolean) {
    this.is1904 = is1904
  }

  /**
   * `2024-03-05`, `2024-03-05T14:30:00`, or `14:30:00` where the number is a time of day or a duration; rounded to the millisecond.
   * `undefined` where the calendar has no such day.
   */
  text(value: number, style: number): string | undefined {
    const millis = Math.round(value * Calendar.DAY)
    if (!(millis >= 0)) return undefined
    if (style === Style.duration) return timeOf(millis)
    if (millis < Calendar.DAY && (style === Style.time || !this.is1904)) return timeOf(millis)
    const number = Math.floor(millis / Calendar.DAY)
    const day = number + (this.is1904 ? EPOCH_1904 : number < FIRST_TRUE_NUMBER ? EPOCH_1900 + 1 : EPOCH_1900)
    if (day > LAST_DAY) return undefined
    const time = millis - number * Calendar.DAY
    return time === 0 ? this.dayText(day) : `${this.dayText(day)}T${timeOf(time)}`
  }

  private dayText(day: number): string {
    let text = this.days.get(day)
    if (text === undefined) {
      if (this.days.size >= REMEMBERED_DAYS) this.days.clear()
      this.days.set(day, text = Calendar.formatDay(day))
    }
    return text
  }
}
