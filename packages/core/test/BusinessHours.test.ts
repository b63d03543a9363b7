import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as BusinessHours from "../src/calendar/BusinessHours.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Holidays from "../src/calendar/Holidays.ts"

const MINUTE = 60_000
const bogota = Calendar.bogota
const newYork = Calendar.zoneUnsafe("America/New_York")
const at = (text: string, zone = bogota): number => Calendar.parseInstant(text, zone)!
const shown = (instant: number, zone = bogota): string => Calendar.formatInstant(zone, instant)
const many = { numRuns: 1000 }

const zones = ["America/Bogota", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]
  .map(Calendar.zoneUnsafe)

/** Up to three spans that don't overlap, some of them touching, some to midnight. */
const spansOfDay = fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.constantFrom(0, 150, 1440)), { maxLength: 6 })
  .map((edges) => {
    const sorted = edges.sort((left, right) => left - right)
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({ from: sorted[2 * index]!, to: sorted[2 * index + 1]! }))
  })
const anyHours = fc.record({
  zone: fc.constantFrom(...zones),
  spans: fc.array(spansOfDay, { minLength: 7, maxLength: 7 }),
  holidays: fc.boolean(),
  // One day in seven, so that drawn instants meet some.
  extraHolidays: fc.option(fc.nat(6).map((rest) => new Set(Array.from({ length: 5000 }, (_, week) => 3000 + week * 7 + (rest + week) % 7))), { nil: undefined })
}).filter(({ spans }) => spans.some((ofDay) => ofDay.length > 0)).map(BusinessHours.make)
const anyInstant = fc.oneof(
  fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2060, 0, 1) }),
  // Near the changes of the clocks of 2009, 2011 and 2024 in those zones.
  fc.constantFrom("2009-11-01T02:00Z", "2011-12-30T10:00Z", "2024-03-10T07:00Z", "2024-11-03T06:00Z", "2024-10-05T15:30Z", "2024-04-06T15:00Z")
    .chain((change) => fc.integer({ min: -3 * Calendar.DAY, max: 3 * Calendar.DAY }).map((millis) => at(change) + millis))
)

/** The definition, one instant at a time. */
const isOpenByDefinition = (hours: BusinessHours.Spec, instant: number): boolean => {
  const day = Calendar.localDayOf(hours.zone, instant)
  const minutes = Calendar.localMillisOf(hours.zone, instant) / MINUTE
  return !(hours.holidays && Holidays.isHoliday(day)) && hours.extraHolidays?.has(day) !== true &&
    hours.spans[Calendar.weekdayOf(day) - 1]!.some((span) => span.from <= minutes && minutes < span.to)
}

describe("business hours", () => {
  it("are open when the wall clock lies in a span of its day", () => {
    fc.assert(fc.property(anyHours, anyInstant, (hours, instant) => {
      assert.strictEqual(BusinessHours.isOpen(hours, instant), isOpenByDefinition(hours, instant))
    }), { numRuns: 3000 })
  })

  it("open next at the first open instant", () => {
    fc.assert(fc.property(anyHours, anyInstant, fc.double({ min: 0, max: 1, noNaN: true }), (hours, instant, part) => {
      const opening = BusinessHours.nextOpening(hours, instant)
      assert.isTrue(opening >= instant && isOpenByDefinition(hours, opening))
      if (opening > instant) {
        assert.isFalse(isOpenByDefinition(hours, opening - 1))
        assert.isFalse(isOpenByDefinition(hours, Math.floor(instant + part * (opening - 1 - instant))))
      }
    }), many)
  })

  it("contain exactly the minutes that were added", () => {
    fc.assert(fc.property(anyHours, anyInstant, fc.oneof(fc.nat(300), fc.nat(30_000)), (hours, from, minutes) => {
      const due = BusinessHours.addMinutes(hours, from, minutes)
      assert.strictEqual(BusinessHours.millisBetween(hours, from, due), minutes * MINUTE)
      // No earlier instant is enough.
      if (minutes > 0) assert.isTrue(BusinessHours.millisBetween(hours, from, due - 1) < minutes * MINUTE)
      else assert.strictEqual(due, BusinessHours.nextOpening(hours, from))
    }), many)
  })

  it("are counted minute by minute", () => {
    fc.assert(fc.property(anyHours, anyInstant, fc.nat(4000), (hours, from, minutes) => {
      const start = Math.floor(from / MINUTE) * MINUTE
      let open = 0
      for (let minute = 0; minute < minutes; minute++) {
        if (isOpenByDefinition(hours, start + minute * MINUTE)) open += MINUTE
      }
      assert.strictEqual(BusinessHours.millisBetween(hours, start, start + minutes * MINUTE), open)
    }), { numRuns: 200 })
  })

  it("add up, and never run backwards", () => {
    fc.assert(fc.property(anyHours, anyInstant, anyInstant, anyInstant, fc.nat(5000), (hours, one, two, three, minutes) => {
      const [first, second, third] = [one, two, three].sort((left, right) => left - right) as [number, number, number]
      const whole = BusinessHours.millisBetween(hours, first, third)
      assert.strictEqual(BusinessHours.millisBetween(hours, first, second) + BusinessHours.millisBetween(hours, second, third), whole)
      assert.isTrue(whole >= 0 && whole <= third - first)
      assert.strictEqual(BusinessHours.millisBetween(hours, third, first), 0)
      assert.isTrue(BusinessHours.addMinutes(hours, first, minutes) <= BusinessHours.addMinutes(hours, second, minutes))
      assert.isTrue(BusinessHours.addMinutes(hours, first, minutes) <= BusinessHours.addMinutes(hours, first, minutes + 1))
    }), { numRuns: 300 })
  })

  it("give a lead two business hours", () => {
    const due = (assigned: string) => shown(BusinessHours.addMinutes(BusinessHours.standard, at(assigned), 120))
    assert.strictEqual(due("2024-03-05T09:30"), "2024-03-05T11:30:00-05:00")
    // Ends exactly at closing time: due then, not at the next opening.
    assert.strictEqual(due("2024-03-05T16:00"), "2024-03-05T18:00:00-05:00")
    assert.strictEqual(due("2024-03-05T16:00:00.001"), "2024-03-06T08:00:00.001-05:00")
    assert.strictEqual(due("2024-03-05T17:30"), "2024-03-06T09:30:00-05:00")
    assert.strictEqual(due("2024-03-05T18:00"), "2024-03-06T10:00:00-05:00")
    assert.strictEqual(due("2024-03-05T03:00"), "2024-03-05T10:00:00-05:00")
    // Saturday noon, over a Sunday: Monday; and over Saint Joseph's Monday, 25 March 2024: Tuesday.
    assert.strictEqual(due("2024-03-09T12:00"), "2024-03-11T09:00:00-05:00")
    assert.strictEqual(due("2024-03-23T12:30"), "2024-03-26T09:30:00-05:00")
  })

  it("end a day's work at its closing time, every day of thirty years", () => {
    for (let day = Calendar.dayOf(2000, 1, 1); day < Calendar.dayOf(2030, 1, 1); day++) {
      const hours = Calendar.weekdayOf(day) === 6 ? 5 : 10
      if (Calendar.weekdayOf(day) === 7 || Holidays.isHoliday(day)) continue
      const opening = Calendar.startOfDay(bogota, day) + 8 * 60 * MINUTE
      const closing = opening + hours * 60 * MINUTE
      const next = BusinessHours.nextOpening(BusinessHours.standard, closing)
      assert.strictEqual(BusinessHours.addMinutes(BusinessHours.standard, opening, hours * 60), closing)
      assert.strictEqual(BusinessHours.addMinutes(BusinessHours.standard, closing, 0), next)
      assert.strictEqual(BusinessHours.addMinutes(BusinessHours.standard, opening, hours * 60 + 1), next + MINUTE)
      assert.isTrue(next > closing)
    }
  })

  it("may have several spans a day, and be open round the clock", () => {
    const lunch = BusinessHours.make({
      zone: bogota, holidays: false, spans: Array.from({ length: 7 }, () => [{ from: 840, to: 1080 }, { from: 480, to: 720 }])
    })
    assert.strictEqual(shown(BusinessHours.addMinutes(lunch, at("2024-03-05T11:00"), 60)), "2024-03-05T12:00:00-05:00")
    assert.strictEqual(shown(BusinessHours.addMinutes(lunch, at("2024-03-05T11:00"), 61)), "2024-03-05T14:01:00-05:00")
    const always = BusinessHours.make({ zone: newYork, holidays: false, spans: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]) })
    assert.strictEqual(BusinessHours.addMinutes(always, at("2024-03-05"), 500_000), at("2024-03-05") + 500_000 * MINUTE)
    assert.strictEqual(BusinessHours.nextOpening(always, 12_345), 12_345)
  })

  it("follow changes of the clocks", () => {
    const early = BusinessHours.make({ zone: newYork, holidays: false, spans: Array.from({ length: 7 }, () => [{ from: 0, to: 240 }]) })
    const hoursOpenOn = (day: string) =>
      BusinessHours.millisBetween(early, at(day, newYork), at(day, newYork) + 12 * 60 * MINUTE) / (60 * MINUTE)
    // The last case lies on the first day of a block.
    assert.deepStrictEqual(["2024-03-09", "2024-03-10", "2024-11-03", "1993-10-31"].map(hoursOpenOn), [4, 3, 5, 5])
    assert.strictEqual(shown(BusinessHours.addMinutes(early, at("2024-03-10T01:30", newYork), 60), newYork), "2024-03-10T03:30:00-04:00")
    assert.strictEqual(shown(BusinessHours.addMinutes(early, at("2024-11-03T00:30", newYork), 120), newYork), "2024-11-03T01:30:00-05:00")
    // The clocks skip this hour on that day, so the hours are closed all day.
    const skipped = BusinessHours.make({ zone: newYork, holidays: false, spans: [[], [], [], [], [], [], [{ from: 120, to: 180 }]] })
    assert.strictEqual(shown(BusinessHours.nextOpening(skipped, at("2024-03-10", newYork)), newYork), "2024-03-17T02:00:00-04:00")
  })

  it("are refused with every fault", () => {
    const day = [{ from: 480, to: 1080 }]
    const faultsOf = (spans: ReadonlyArray<ReadonlyArray<BusinessHours.Span>>): ReadonlyArray<string> => {
      try {
        BusinessHours.make({ zone: bogota, spans, holidays: true })
        return []
      } catch (error) {
        assert.instanceOf(error, BusinessHours.UnusableBusinessHours)
        return (error as BusinessHours.UnusableBusinessHours).faults
      }
    }
    assert.match(faultsOf([[], [], [], [], [], [], []])[0]!, /no open span/)
    assert.match(faultsOf([day, day])[0]!, /2 weekdays/)
    assert.lengthOf(faultsOf([[{ from: 1, to: 1 }], [{ from: 5, to: 4 }], [{ from: -1, to: 9 }], [{ from: 0, to: 1441 }], [{ from: 0.5, to: 2 }], [{ from: Number.NaN, to: 2 }], []]), 6)
    assert.match(faultsOf([[{ from: 480, to: 720 }, { from: 600, to: 900 }], [], [], [], [], [], []])[0]!, /Monday.*overlap/)
    assert.lengthOf(faultsOf([[{ from: 480, to: 720 }, { from: 720, to: 900 }], [], [], [], [], [], []]), 0)
  })

  it("refuse invalid minutes and instants", () => {
    for (const minutes of [-1, Number.NaN, Infinity, BusinessHours.MAXIMUM_MINUTES + 1]) {
      assert.throws(() => BusinessHours.addMinutes(BusinessHours.standard, 0, minutes), RangeError)
    }
    assert.throws(() => BusinessHours.isOpen(BusinessHours.standard, Number.NaN), RangeError)
    assert.throws(() => BusinessHours.millisBetween(BusinessHours.standard, 0, Infinity), RangeError)
  })

  it("answer questions over centuries quickly", () => {
    const from = at("0001-01-01")
    const to = at("2600-01-01")
    const open = BusinessHours.millisBetween(BusinessHours.standard, from, to)
    assert.isTrue(open > 0.3 * (to - from) && open < 0.4 * (to - from))
  })
})

describe("contact hours of Ley 2300 de 2023", () => {
  const open = (text: string) => BusinessHours.isOpen(BusinessHours.contactHours, at(text))
  const next = (text: string) => shown(BusinessHours.nextOpening(BusinessHours.contactHours, at(text)))

  it("are half-open", () => {
    assert.deepStrictEqual(
      ["2024-03-05T06:59:59.999", "2024-03-05T07:00", "2024-03-05T18:59:59.999", "2024-03-05T19:00"].map(open), [false, true, true, false])
    assert.deepStrictEqual(
      ["2024-03-09T07:59:59.999", "2024-03-09T08:00", "2024-03-09T14:59:59.999", "2024-03-09T15:00"].map(open), [false, true, true, false])
  })

  it("leave out Sundays and holidays", () => {
    assert.deepStrictEqual(["2024-03-10T10:00", "2024-03-25T10:00", "2026-07-13T10:00", "2025-07-14T10:00"].map(open), [false, false, false, true])
  })

  it("tell the next lawful moment", () => {
    assert.strictEqual(next("2024-03-05T10:00:01"), "2024-03-05T10:00:01-05:00")
    assert.strictEqual(next("2024-03-05T19:00"), "2024-03-06T07:00:00-05:00")
    assert.strictEqual(next("2024-03-23T15:00"), "2024-03-26T07:00:00-05:00")
    // Holy Week: from Wednesday evening to Saturday.
    assert.strictEqual(next("2024-03-27T21:00"), "2024-03-30T08:00:00-05:00")
  })
})

describe("business days", () => {
  const day = (text: string) => Calendar.parseDay(text)!
  const anyDay = fc.integer({ min: day("1990-01-01"), max: day("2060-01-01") })
  const anyDays = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    holidays: fc.boolean(),
    extraHolidays: fc.option(fc.array(anyDay, { maxLength: 300 }).map((days) => new Set(days)), { nil: undefined })
  })

  it("are counted as they were added", () => {
    fc.assert(fc.property(anyDays, anyDay, fc.integer({ min: 1, max: 60 }), (days, from, count) => {
      const last = BusinessHours.addBusinessDays(days, from, count)
      assert.isTrue(BusinessHours.isBusinessDay(days, last))
      assert.strictEqual(BusinessHours.countBusinessDays(days, from + 1, last + 1), count)
    }), many)
  })

  it("add up over any cut", () => {
    fc.assert(fc.property(anyDays, anyDay, fc.nat(2000), fc.nat(2000), (days, from, one, two) => {
      const count = (start: number, length: number) => BusinessHours.countBusinessDays(days, start, start + length)
      assert.strictEqual(count(from, one) + count(from + one, two), count(from, one + two))
      assert.strictEqual(count(from, 1) === 1, BusinessHours.isBusinessDay(days, from))
    }), many)
  })

  it("of a month are Monday to Saturday without holidays", () => {
    const count = (from: string, to: string) => BusinessHours.countBusinessDays(BusinessHours.standardDays, day(from), day(to))
    // March 2024: 31 days less five Sundays, Saint Joseph's Monday, Maundy Thursday and Good Friday.
    assert.strictEqual(count("2024-03-01", "2024-04-01"), 23)
    assert.strictEqual(count("2026-07-01", "2026-08-01"), 25)
    assert.strictEqual(count("2025-07-01", "2025-08-01"), 27)
    assert.strictEqual(count("2024-03-31", "2024-03-01"), 0)
  })

  it("leave out the dealership's extra holidays, each once", () => {
    // 19 March is a Tuesday, 25 March a holiday anyway, 31 March a Sunday.
    const extraHolidays = new Set(["2024-03-19", "2024-03-25", "2024-03-31", "2024-05-02"].map(day))
    const count = (from: string, to: string) => BusinessHours.countBusinessDays({ ...BusinessHours.standardDays, extraHolidays }, day(from), day(to))
    assert.strictEqual(count("2024-03-01", "2024-04-01"), 22)
    assert.strictEqual(count("2020-01-01", "2030-01-01"), BusinessHours.countBusinessDays(BusinessHours.standardDays, day("2020-01-01"), day("2030-01-01")) - 2)
  })

  it("of a consulta are ten, from the next day", () => {
    const due = (from: string, count: number) => Calendar.formatDay(BusinessHours.addBusinessDays({ weekdays: [1, 2, 3, 4, 5], holidays: true }, day(from), count))
    assert.strictEqual(due("2024-03-15", 10), "2024-04-03")
    assert.strictEqual(due("2024-03-25", 0), "2024-03-25")
  })

  it("refuse invalid counts and weekdays", () => {
    for (const count of [-1, 0.5, Number.NaN, Infinity]) {
      assert.throws(() => BusinessHours.addBusinessDays(BusinessHours.standardDays, 0, count), RangeError)
    }
    assert.throws(() => BusinessHours.addBusinessDays({ weekdays: [], holidays: false }, 0, 1), RangeError)
    assert.throws(() => BusinessHours.addBusinessDays({ weekdays: [0, 8], holidays: false }, 0, 1), RangeError)
  })
})
