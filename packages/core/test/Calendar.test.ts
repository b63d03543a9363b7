import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"

const DAY = Calendar.DAY
const zoneNames = [
  "America/Bogota", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Havana", "America/Caracas", "America/Nuuk",
  "Europe/Dublin", "Europe/Lisbon", "Africa/Casablanca", "Africa/Monrovia", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Gaza",
  "Asia/Tehran", "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Apia", "Pacific/Kwajalein", "Pacific/Chatham", "UTC"
]
const anyZone = fc.constantFrom(...zoneNames).map(Calendar.zoneUnsafe)
const instantOfYears = (from: number, to: number) =>
  fc.integer({ min: Calendar.dayOf(from, 1, 1) * DAY, max: Calendar.dayOf(to, 1, 1) * DAY - 1 })
const anyInstant = instantOfYears(1900, 2200)
const modernInstant = instantOfYears(1975, 2200)
const anyDay = fc.integer({ min: Calendar.dayOf(1900, 1, 1), max: Calendar.dayOf(2199, 12, 31) })
const many = { numRuns: 3000 }

/** The offset by the wall-clock fields of Intl, which the product does not use. */
const formats = new Map<string, Intl.DateTimeFormat>()
const offsetByFields = (name: string, instant: number): number => {
  let format = formats.get(name)
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name, hourCycle: "h23", era: "short", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric"
    })
    formats.set(name, format)
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]))
  const year = parts.era === "BC" ? 1 - Number(parts.year) : Number(parts.year)
  const date = new Date(0)
  date.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day))
  date.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second))
  return date.getTime() - Math.floor(instant / 1000) * 1000
}

describe("days", () => {
  it("are those of the runtime's own calendar", () => {
    fc.assert(fc.property(fc.integer({ min: -719_000, max: 2_900_000 }), (day) => {
      const date = new Date(day * DAY)
      const parts = Calendar.partsOfDay(day)
      assert.deepStrictEqual(parts, { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })
      assert.strictEqual(Calendar.dayOf(parts.year, parts.month, parts.day), day)
      assert.strictEqual(Calendar.monthOf(day), parts.year * 12 + parts.month - 1)
      assert.strictEqual(Calendar.weekdayOf(day), date.getUTCDay() === 0 ? 7 : date.getUTCDay())
      const monday = Calendar.weekOf(day)
      assert.strictEqual(Calendar.weekdayOf(monday), 1)
      assert.isTrue(monday <= day && day < monday + 7)
    }), many)
  })

  it("agree for every single day of eight centuries", () => {
    for (let day = Calendar.dayOf(1600, 1, 1); day < Calendar.dayOf(2400, 1, 1); day++) {
      const { year, month, day: dayOfMonth } = Calendar.partsOfDay(day)
      if (Calendar.dayOf(year, month, dayOfMonth) !== day || Date.UTC(year, month - 1, dayOfMonth) !== day * DAY) {
        assert.fail(`day ${day} was taken for ${year}-${month}-${dayOfMonth}`)
      }
      if (Calendar.parseDay(Calendar.formatDay(day)) !== day) assert.fail(`day ${day} was not read back`)
    }
  })
})

describe("zones", () => {
  it("have the offset that the runtime's wall clock shows", () => {
    fc.assert(fc.property(anyZone, anyInstant, (zone, instant) => {
      assert.strictEqual(Calendar.offsetAt(zone, instant), offsetByFields(zone.name, instant))
    }), many)
  })

  it("have it also before the first and after the last rule of the data", () => {
    fc.assert(fc.property(anyZone, fc.oneof(instantOfYears(1, 1900), instantOfYears(2200, 9000)), (zone, instant) => {
      assert.strictEqual(Calendar.offsetAt(zone, instant), offsetByFields(zone.name, instant))
    }), many)
  })

  it("change at the runtime's millisecond, in every zone", () => {
    for (const name of Intl.supportedValuesOf("timeZone")) {
      const zone = Calendar.zoneUnsafe(name)
      let at = Date.UTC(2006, 0, 1)
      while (at < Date.UTC(2012, 0, 1)) {
        const next = Calendar.offsetHoldsUntil(zone, at)
        if (Calendar.offsetAt(zone, next) !== Calendar.offsetAt(zone, at)) {
          assert.strictEqual(Calendar.offsetAt(zone, next - 1), Calendar.offsetAt(zone, at), name)
          assert.strictEqual(offsetByFields(name, next), Calendar.offsetAt(zone, next), name)
          assert.strictEqual(offsetByFields(name, next - 1000), Calendar.offsetAt(zone, at), name)
        }
        at = next
      }
    }
  })

  it("know Colombia's one summer time, from May of 1992", () => {
    const at = (text: string) => Calendar.offsetAt(Calendar.bogota, Calendar.parseInstant(text, Calendar.bogota)!) / 3_600_000
    assert.deepStrictEqual(
      ["1992-05-02T23:59:59-05:00", "1992-05-03T00:00:00-05:00", "1992-12-31T12:00Z", "2024-03-05T12:00Z"].map(at),
      [-5, -4, -4, -5]
    )
  })

  it("are one object per name, and an unknown name says what to do", () => {
    assert.strictEqual(Calendar.zoneUnsafe("America/Bogota"), Calendar.bogota)
    for (const name of ["America/Bogotá", "", "-05:00", "+05", "COT", "America", " UTC"]) {
      const unknown = Calendar.zone(name)
      assert.isTrue(Result.isFailure(unknown), name)
      if (Result.isFailure(unknown)) {
        assert.instanceOf(unknown.failure, Calendar.UnknownZone)
        assert.include(unknown.failure.message, JSON.stringify(name))
        assert.include(unknown.failure.message, "America/Bogota")
      }
    }
    assert.throws(() => Calendar.zoneUnsafe("Bogota"), Calendar.UnknownZone)
  })

  it("refuse an invalid instant", () => {
    for (const instant of [Number.NaN, Infinity, -Infinity]) {
      assert.throws(() => Calendar.offsetAt(Calendar.bogota, instant), RangeError)
      assert.throws(() => Calendar.startOfDay(Calendar.bogota, instant), RangeError)
    }
  })
})

describe("local days", () => {
  it("begin at the first instant that shows them", () => {
    fc.assert(fc.property(anyZone, anyDay, (zone, day) => {
      const start = Calendar.startOfDay(zone, day)
      assert.isTrue(Calendar.localDayOf(zone, start) >= day)
      assert.isTrue(Calendar.localDayOf(zone, start - 1) < day)
      assert.isTrue(start <= Calendar.startOfDay(zone, day + 1))
    }), many)
  })

  it("are right on both sides of midnight, except where clocks are put back over it", () => {
    fc.assert(fc.property(anyZone.filter((zone) => !/St_Johns|Havana/.test(zone.name)), modernInstant, (zone, instant) => {
      const day = Calendar.localDayOf(zone, instant)
      assert.isTrue(Calendar.startOfDay(zone, day) <= instant && instant < Calendar.startOfDay(zone, day + 1))
    }), many)
  })

  it("and their wall-clock time give the instant", () => {
    fc.assert(fc.property(anyZone, anyInstant, (zone, instant) => {
      const millis = Calendar.localMillisOf(zone, instant)
      assert.isTrue(millis >= 0 && millis < DAY)
      assert.strictEqual(Calendar.localDayOf(zone, instant) * DAY + millis - Calendar.offsetAt(zone, instant), instant)
    }), many)
  })

  const startIn = (zone: string, day: string) =>
    Calendar.formatInstant(Calendar.zoneUnsafe("UTC"), Calendar.startOfDay(Calendar.zoneUnsafe(zone), Calendar.parseDay(day)!))

  it("begin where clocks were put forward past midnight", () => {
    assert.strictEqual(startIn("America/Bogota", "1992-05-03"), "1992-05-03T05:00:00+00:00")
    assert.strictEqual(startIn("America/Sao_Paulo", "2018-11-04"), "2018-11-04T03:00:00+00:00")
  })

  it("begin at the first of two midnights", () => {
    assert.strictEqual(startIn("America/Havana", "2024-11-03"), "2024-11-03T04:00:00+00:00")
    assert.strictEqual(startIn("America/St_Johns", "2009-11-01"), "2009-11-01T02:30:00+00:00")
    // Here the hour from 23:00 came twice, and midnight once.
    assert.strictEqual(startIn("America/Sao_Paulo", "2018-02-18"), "2018-02-18T03:00:00+00:00")
  })

  it("that a zone skipped begin where the next day begins", () => {
    assert.strictEqual(startIn("Pacific/Apia", "2011-12-29"), "2011-12-29T10:00:00+00:00")
    assert.strictEqual(startIn("Pacific/Apia", "2011-12-30"), "2011-12-30T10:00:00+00:00")
    assert.strictEqual(startIn("Pacific/Apia", "2011-12-31"), "2011-12-30T10:00:00+00:00")
    assert.strictEqual(startIn("Pacific/Apia", "2012-01-01"), "2011-12-31T10:00:00+00:00")
    assert.strictEqual(startIn("Pacific/Kwajalein", "1993-08-21"), startIn("Pacific/Kwajalein", "1993-08-22"))
  })
})

describe("periods", () => {
  const anyMonth = fc.integer({ min: 1900 * 12, max: 2199 * 12 + 11 })

  it("abut, and are those of their instants", () => {
    fc.assert(fc.property(anyZone, anyMonth, fc.nat(27 * DAY), (zone, month, millis) => {
      const period = Calendar.periodOfMonth(month)
      const { end, start } = Calendar.periodBounds(zone, period)
      assert.strictEqual(Calendar.periodBounds(zone, Calendar.periodOfMonth(month + 1)).start, end)
      assert.strictEqual(Calendar.periodBounds(zone, Calendar.previousPeriod(period)).end, start)
      assert.strictEqual(Calendar.periodOf(zone, start), period)
      assert.isTrue(Calendar.periodOf(zone, start - 1) < period)
      if (zone.name !== "America/St_Johns") {
        assert.strictEqual(Calendar.periodOf(zone, start + millis), period)
        assert.strictEqual(Calendar.periodOf(zone, end - 1), period)
      }
    }), many)
  })

  it("are written as months and read back", () => {
    fc.assert(fc.property(fc.integer({ min: 12, max: 9999 * 12 + 11 }), (month) => {
      const period = Calendar.periodOfMonth(month)
      assert.strictEqual(Calendar.parsePeriod(period), period)
      assert.strictEqual(Calendar.monthOfPeriod(period), month)
    }), many)
    assert.strictEqual(Calendar.previousPeriod("2024-01"), "2023-12")
  })

  it("refuse any other text", () => {
    for (const text of ["2024-13", "2024-00", "2024-3", "24-03", "2024/03", "2024-03-01", " 2024-03", "0000-01", "2024-0٣", ""]) {
      assert.isUndefined(Calendar.parsePeriod(text), text)
      if (text !== "0000-01") assert.throws(() => Calendar.monthOfPeriod(text), RangeError, JSON.stringify(text))
    }
  })

  it("of the first and last instants are read back, although their years lie outside 0001 to 9999", () => {
    for (const month of [-13, -1, 0, 11, 12, 119_999, 120_000, 120_012]) assert.strictEqual(Calendar.monthOfPeriod(Calendar.periodOfMonth(month)), month)
  })

  it("of Bogotá begin at its midnight", () => {
    const { end, start } = Calendar.periodBounds(Calendar.bogota, "2024-02")
    assert.strictEqual(start, Date.UTC(2024, 1, 1, 5))
    assert.strictEqual(end, Date.UTC(2024, 2, 1, 5))
  })
})

describe("instants as text", () => {
  it("are read back as they were written, in any zone", () => {
    fc.assert(fc.property(anyZone, anyZone, anyInstant, (zone, other, instant) => {
      assert.strictEqual(Calendar.parseInstant(Calendar.formatInstant(zone, instant), other), instant)
    }), many)
  })

  it("have the documented form", () => {
    const written = (zone: string, instant: number) => Calendar.formatInstant(Calendar.zoneUnsafe(zone), instant)
    assert.strictEqual(written("America/Bogota", Date.UTC(2024, 2, 5, 23)), "2024-03-05T18:00:00-05:00")
    assert.strictEqual(written("America/Bogota", Date.UTC(2024, 2, 5, 23, 0, 0, 7)), "2024-03-05T18:00:00.007-05:00")
    assert.strictEqual(written("Asia/Kathmandu", -1), "1970-01-01T05:29:59.999+05:30")
    assert.strictEqual(written("UTC", 0), "1970-01-01T00:00:00+00:00")
    assert.strictEqual(written("America/Bogota", Date.UTC(1900, 0, 1)), "1899-12-31T19:04:00-04:56")
  })

  it("are read as the runtime reads them", () => {
    const two = (value: number) => String(value).padStart(2, "0")
    const time = fc.record({
      day: fc.integer({ min: Calendar.dayOf(1, 1, 1), max: Calendar.dayOf(9999, 12, 31) }),
      separator: fc.constantFrom("T", " "),
      hour: fc.nat(23), minute: fc.nat(59), second: fc.option(fc.nat(59)), millis: fc.option(fc.nat(999)),
      offset: fc.oneof(fc.constant("Z"), fc.tuple(fc.constantFrom("+", "-"), fc.nat(23), fc.constantFrom("", ":"), fc.nat(59)))
    })
    fc.assert(fc.property(time, ({ day, hour, millis, minute, offset, second, separator }) => {
      const seconds = second === null ? "" : `:${two(second)}${millis === null ? "" : `.${String(millis).padStart(3, "0")}`}`
      const clock = `${two(hour)}:${two(minute)}${seconds}`
      const [east, ours] = offset === "Z"
        ? [0, "Z"]
        : [(offset[0] === "+" ? 60_000 : -60_000) * (offset[1] * 60 + offset[3]), `${offset[0]}${two(offset[1])}${offset[2]}${two(offset[3])}`]
      const date = Calendar.formatDay(day)
      assert.strictEqual(
        Calendar.parseInstant(`${date}${separator}${clock}${ours}`, Calendar.bogota),
        Date.parse(`${date}T${clock}Z`) - east
      )
    }), many)
  })

  it("without an offset are local, and a date alone is the start of its day", () => {
    fc.assert(fc.property(anyZone, anyInstant, (zone, instant) => {
      const text = Calendar.formatInstant(zone, Math.floor(instant / 1000) * 1000).slice(0, 19)
      const read = Calendar.parseInstant(text, zone)!
      // Where the clocks showed the time at all, the instant shows it, and no earlier one does.
      if (Calendar.offsetAt(zone, instant) % 60_000 === 0) {
        assert.strictEqual(Calendar.formatInstant(zone, read).slice(0, 19), text)
        assert.isTrue(read <= instant)
      }
      const date = text.slice(0, 10)
      assert.strictEqual(Calendar.parseInstant(date, zone), Calendar.startOfDay(zone, Calendar.parseDay(date)!))
    }), many)
  })

  it("are the change where clocks skipped them, and the first where they came twice", () => {
    const newYork = Calendar.zoneUnsafe("America/New_York")
    const read = (text: string) => Calendar.formatInstant(newYork, Calendar.parseInstant(text, newYork)!)
    assert.strictEqual(read("2024-03-10T01:59:59"), "2024-03-10T01:59:59-05:00")
    assert.strictEqual(read("2024-03-10T02:00"), "2024-03-10T03:00:00-04:00")
    assert.strictEqual(read("2024-03-10T02:59"), "2024-03-10T03:00:00-04:00")
    assert.strictEqual(read("2024-03-10T03:01"), "2024-03-10T03:01:00-04:00")
    assert.strictEqual(read("2024-11-03T01:30"), "2024-11-03T01:30:00-04:00")
    assert.strictEqual(read("2024-11-03T02:00"), "2024-11-03T02:00:00-05:00")
    const lordHowe = Calendar.zoneUnsafe("Australia/Lord_Howe")
    assert.strictEqual(
      Calendar.formatInstant(lordHowe, Calendar.parseInstant("2024-10-06 02:10", lordHowe)!),
      "2024-10-06T02:30:00+11:00"
    )
    // In the evening, on the next day of UTC.
    const nuuk = Calendar.zoneUnsafe("America/Nuuk")
    assert.strictEqual(Calendar.formatInstant(nuuk, Calendar.parseInstant("2022-03-26T22:30", nuuk)!), "2022-03-26T23:00:00-02:00")
  })

  it("never decrease while local time increases", () => {
    fc.assert(fc.property(anyZone, anyInstant, fc.nat(2 * DAY), (zone, instant, later) => {
      const utc = Calendar.zoneUnsafe("UTC")
      const local = (at: number) => Calendar.parseInstant(Calendar.formatInstant(utc, at).replace(/\+00:00$/, ""), zone)!
      assert.isTrue(local(instant) <= local(instant + later))
    }), many)
  })

  it("are read by one grammar only", () => {
    const unreadable = [
      "", "2024", "2024-03", "2024-3-5", "20240305", "2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10",
      "2024-01-00", "2024-01-32", "0000-01-01", "-001-01-01", "+2024-01-01", "2024/03/05", "05/03/2024", "2024-03-05Z", "2024-03-05-05:00",
      "2024-03-05T", "2024-03-05T18", "2024-03-05T18Z", "2024-03-05T1:00", "2024-03-05T24:00", "2024-03-05T23:60", "2024-03-05T23:59:60",
      "2024-03-05t18:00", "2024-03-05T18:00z", "2024-03-05T18:00:00.", "2024-03-05T18:00:00.1", "2024-03-05T18:00:00.12",
      "2024-03-05T18:00:00.1234", "2024-03-05T18:00:00,123", "2024-03-05T18:00.123", "2024-03-05T18:00:", "2024-03-05T18:00:0",
      "2024-03-05T1800", "2024-03-05T18:00-5", "2024-03-05T18:00-05", "2024-03-05T18:00-05:0", "2024-03-05T18:00-05:", "2024-03-05T18:00-050",
      "2024-03-05T18:00-24:00", "2024-03-05T18:00-05:60", "2024-03-05T18:00 -05:00", "2024-03-05T18:00Z ", " 2024-03-05T18:00Z",
      "2024-03-05  18:00", "2024-03-05T18:00ZZ", "2024-03-05T18:00-05:00Z", "2024-03-05T18:00\u221205:00", "2024-03-05T18:00-05:00[America/Bogota]",
      "２０２４-03-05", "2024-03-0a", "a024-03-05", "2024-03-05T18:0x", "2024-03-05Tx8:00", "2024-03-05T18:00:00.x00", "2024-03-05T18:00:00.0x0",
      "2024-03-05T18:00:00.00x", "2024-03-05T18:00+x5:00", "2024-03-05T18:00+05:x0", "2024-03-05T18;00", "2024-03-05 6:00 PM"
    ]
    for (const text of unreadable) assert.isUndefined(Calendar.parseInstant(text, Calendar.bogota), JSON.stringify(text))
  })

  it("are read by that grammar only, with any character changed", () => {
    const grammar = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{3})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/
    const text = fc.constantFrom("2024-03-05", "2024-03-05T18:00", "2024-03-05T18:00:59Z", "2024-03-05 18:00:00.123-05:00", "2024-03-05T18:00+0530")
    const edit = fc.record({ at: fc.nat(29), remove: fc.nat(2), insert: fc.constantFrom("", "0", "3", "9", "-", ":", "T", "Z", "+", ".", " ", "x") })
    fc.assert(fc.property(text, edit, (original, { at, insert, remove }) => {
      const edited = original.slice(0, at) + insert + original.slice(at + remove)
      const read = Calendar.parseInstant(edited, Calendar.bogota)
      if (!grammar.test(edited)) assert.isUndefined(read, edited)
      else {
        // The runtime's parser knows which of these texts exist, except for a few forms of its own.
        const iso = edited.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/, (whole, hours, minutes) => edited.length > 10 ? `${hours}:${minutes}` : whole)
        const [year, month, day] = edited.slice(0, 10).split("-").map(Number) as [number, number, number]
        const exists = Calendar.formatDay(Calendar.dayOf(year, month, day)) === edited.slice(0, 10) && year > 0
        const readable = exists && !Number.isNaN(Date.parse(iso)) && edited.slice(11, 13) !== "24"
        assert.strictEqual(read !== undefined, readable, edited)
      }
    }), { numRuns: 20_000 })
  })

  it("of days are read and written", () => {
    fc.assert(fc.property(fc.integer({ min: Calendar.dayOf(1, 1, 1), max: Calendar.dayOf(9999, 12, 31) }), (day) => {
      assert.strictEqual(Calendar.parseDay(Calendar.formatDay(day)), day)
    }), many)
    for (const text of ["2024-02-30", "2024-03-05T00:00", "2024-3-05", "", "0000-12-31", "2024-03-055"]) {
      assert.isUndefined(Calendar.parseDay(text), text)
    }
    assert.strictEqual(Calendar.parseDay("2024-02-29"), 19_782)
  })
})
