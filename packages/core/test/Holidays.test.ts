import { assert, describe, it } from "@effect/vitest"
import DateHolidays from "date-holidays"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Holidays from "../src/calendar/Holidays.ts"

const daysOf = (year: number): Array<string> => [...Holidays.ofYear(year).keys()].map(Calendar.formatDay)
const named = (day: string) => Holidays.ofYear(Number(day.slice(0, 4))).get(Calendar.parseDay(day)!)?.map((holiday) => holiday.en)

describe("holidays", () => {
  it("are those of date-holidays, 1990 to 2080, except for its Easter Sunday", () => {
    const theirs = new DateHolidays("CO")
    for (let year = 1990; year <= 2080; year++) {
      const easter = Calendar.formatDay(Holidays.easterOf(year))
      const expected = theirs.getHolidays(year)
        .filter((holiday) => holiday.type === "public" && holiday.date.slice(0, 10) !== easter)
        .map((holiday) => holiday.date.slice(0, 10))
      assert.deepStrictEqual(daysOf(year), [...new Set(expected)].sort(), String(year))
    }
  })

  it("of 2026 are these, with 9 July moved to Monday for the first time", () => {
    assert.deepStrictEqual(daysOf(2026), [
      "2026-01-01", "2026-01-12", "2026-03-23", "2026-04-02", "2026-04-03", "2026-05-01", "2026-05-18", "2026-06-08", "2026-06-15",
      "2026-06-29", "2026-07-13", "2026-07-20", "2026-08-07", "2026-08-17", "2026-10-12", "2026-11-02", "2026-11-16", "2026-12-08",
      "2026-12-25"
    ])
    assert.deepStrictEqual(named("2026-07-13"), ["Our Lady of Chiquinquirá"])
    assert.isUndefined(named("2025-07-14"))
    assert.match(Holidays.ofYear(2026).get(Calendar.parseDay("2026-07-13")!)![0]!.law, /2578 de 2026/)
  })

  it("fall on one Monday twice in some years", () => {
    assert.deepStrictEqual(named("2025-06-30"), ["Sacred Heart of Jesus", "Saints Peter and Paul"])
    assert.strictEqual(Holidays.ofYear(2025).size, 17)
    assert.strictEqual(Holidays.ofYear(2024).size, 18)
  })

  it("before 1984 stay on their own dates", () => {
    assert.deepStrictEqual(named("1983-01-06"), ["Epiphany"])
    assert.isUndefined(named("1983-01-10"))
    assert.deepStrictEqual(named("1984-01-09"), ["Epiphany"])
    assert.deepStrictEqual(named("1983-05-12"), ["Ascension Day"])
    assert.deepStrictEqual(named("1983-06-02"), ["Corpus Christi"])
    assert.deepStrictEqual(named("1983-06-10"), ["Sacred Heart of Jesus"])
    assert.match(Holidays.ofYear(1983).get(Calendar.parseDay("1983-01-06")!)![0]!.law, /Código Sustantivo del Trabajo/)
  })

  it("number eighteen a year and nineteen from 2026, each with a law, a Monday if moved", () => {
    for (let year = 1984; year <= 2200; year++) {
      const holidays = [...Holidays.ofYear(year).values()].flat()
      assert.strictEqual(holidays.length, year < 2026 ? 18 : 19)
      for (const holiday of holidays) assert.match(holiday.law, /^Ley \d+ de \d{4}/)
      assert.isTrue([...Holidays.ofYear(year).keys()].filter((day) => Calendar.weekdayOf(day) === 1).length >= 9)
    }
  })

  it("follow Easter, which the church's tables give", () => {
    const easters = ["1818-03-22", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24",
      "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25", "2049-04-18", "2076-04-19", "2106-04-18", "2285-03-22"]
    for (const easter of easters) assert.strictEqual(Calendar.formatDay(Holidays.easterOf(Number(easter.slice(0, 4)))), easter)
  })

  it("are looked up by day as they are listed by year", () => {
    fc.assert(fc.property(fc.integer({ min: Calendar.dayOf(1900, 1, 1), max: Calendar.dayOf(2250, 1, 1) }), (day) => {
      assert.strictEqual(Holidays.isHoliday(day), Holidays.ofYear(Calendar.partsOfDay(day).year).has(day))
    }), { numRuns: 5000 })
    for (const year of [1949, 1950, 2026, 2149, 2150]) {
      for (let day = Calendar.dayOf(year, 1, 1); day < Calendar.dayOf(year + 1, 1, 1); day++) {
        if (Holidays.isHoliday(day) !== Holidays.ofYear(year).has(day)) assert.fail(Calendar.formatDay(day))
      }
    }
  })
})
