/**
 * The holidays of Colombia (*días festivos*), each with its law and the year from which it is a holiday.
 *
 * Our assumptions: before 1984 the same eighteen days are holidays, each on its own date, as article 177 of the Código
 * Sustantivo del Trabajo listed them from 1951. Earlier law was not examined; a dealership has no records of that time.
 * Later laws are added to the table below.
 *
 * @example
 * ```ts run
 * import { Calendar, Holidays } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * assert.equal(Calendar.formatDay(Holidays.easterOf(2024)), "2024-03-31")
 * assert.equal(Holidays.isHoliday(Calendar.parseDay("2024-03-29")!), true)
 * ```
 */
import * as Calendar from "./Calendar.ts"
import type { LocalDay } from "./Calendar.ts"

/** A holiday: its name in Spanish and English, and the law that makes that day one. */
export interface Holiday {
  readonly es: string
  readonly en: string
  readonly law: string
}

/** What the law says of one holiday, for every year. */
interface Provision {
  readonly es: string
  readonly en: string
  /** Its own date: month and day, or days after Easter Sunday. */
  readonly date: { readonly month: number; readonly day: number } | { readonly daysAfterEaster: number }
  /** Whether it is moved to the following Monday, unless it falls on one. */
  readonly moved: boolean
  readonly fromYear: number
  readonly law: string
}

const EMILIANI = "Ley 51 de 1983 (Ley Emiliani), art. 1"
const LABOUR_CODE = "Código Sustantivo del Trabajo, art. 177"
/** Ley 51 is of December 1983: the first year in which holidays are moved is 1984. */
const FIRST_MOVED_YEAR = 1984

const onDate = (month: number, day: number, es: string, en: string): Provision =>
  ({ es, en, date: { month, day }, moved: false, fromYear: -Infinity, law: EMILIANI })

const afterEaster = (daysAfterEaster: number, es: string, en: string): Provision =>
  ({ es, en, date: { daysAfterEaster }, moved: false, fromYear: -Infinity, law: EMILIANI })

const moved = (provision: Provision): Provision => ({ ...provision, moved: true })

const provisions: ReadonlyArray<Provision> = [
  onDate(1, 1, "Año Nuevo", "New Year's Day"),
  moved(onDate(1, 6, "Día de los Reyes Magos", "Epiphany")),
  moved(onDate(3, 19, "Día de San José", "Saint Joseph's Day")),
  afterEaster(-3, "Jueves Santo", "Maundy Thursday"),
  afterEaster(-2, "Viernes Santo", "Good Friday"),
  onDate(5, 1, "Día del Trabajo", "Labour Day"),
  moved(afterEaster(39, "Ascensión del Señor", "Ascension Day")),
  moved(afterEaster(60, "Corpus Christi", "Corpus Christi")),
  moved(afterEaster(68, "Sagrado Corazón de Jesús", "Sacred Heart of Jesus")),
  moved(onDate(6, 29, "San Pedro y San Pablo", "Saints Peter and Paul")),
  {
    ...moved(onDate(7, 9, "Virgen de Chiquinquirá", "Our Lady of Chiquinquirá")),
    fromYear: 2026,
    law: "Ley 2578 de 2026; traslado: Ley 51 de 1983 (Ley Emiliani)"
  },
  onDate(7, 20, "Día de la Independencia", "Independence Day"),
  onDate(8, 7, "Batalla de Boyacá", "Battle of Boyacá"),
  moved(onDate(8, 15, "Asunción de la Virgen", "Assumption of Mary")),
  moved(onDate(10, 12, "Día de la Raza (Día de la Diversidad Étnica y Cultural)", "Day of Ethnic and Cultural Diversity")),
  moved(onDate(11, 1, "Día de Todos los Santos", "All Saints' Day")),
  moved(onDate(11, 11, "Independencia de Cartagena", "Independence of Cartagena")),
  onDate(12, 8, "Inmaculada Concepción", "Immaculate Conception"),
  onDate(12, 25, "Navidad", "Christmas Day")
]

/**
 * Easter Sunday of a Gregorian year: the Sunday after the church's full moon. That full moon comes 0 to 28 days after 21 March,
 * by the year's place in the moon's cycle of 19 years, corrected per century for omitted leap years and for the cycle's drift.
 */
export const easterOf = (year: number): LocalDay => {
  const century = Math.floor(year / 100)
  const placeInCycle = year % 19
  const drift = Math.floor((8 * century + 13) / 25)
  const age = (19 * placeInCycle + century - Math.floor(century / 4) - drift + 15) % 30
  // These years have no thirtieth day in the calendar of moons, and two years of a cycle must not share a date.
  const daysAfterEquinox = age === 29 || (age === 28 && placeInCycle > 10) ? age - 1 : age
  const fullMoon = Calendar.dayOf(year, 3, 21) + daysAfterEquinox
  return fullMoon + 7 - (Calendar.weekdayOf(fullMoon) % 7)
}

const mondayFrom = (day: LocalDay): LocalDay => day + ((8 - Calendar.weekdayOf(day)) % 7)

const make = (year: number): ReadonlyMap<LocalDay, ReadonlyArray<Holiday>> => {
  const easter = easterOf(year)
  const holidays: Array<{ readonly day: LocalDay; readonly holiday: Holiday }> = []
  for (const { date, en, es, fromYear, law, moved } of provisions) {
    if (year < fromYear) continue
    const ownDay = "month" in date ? Calendar.dayOf(year, date.month, date.day) : easter + date.daysAfterEaster
    const day = moved && year >= FIRST_MOVED_YEAR ? mondayFrom(ownDay) : ownDay
    holidays.push({ day, holiday: { es, en, law: year < FIRST_MOVED_YEAR ? LABOUR_CODE : law } })
  }
  const byDay = new Map<LocalDay, Array<Holiday>>()
  for (const { day, holiday } of holidays.sort((left, right) => left.day - right.day)) {
    const others = byDay.get(day)
    if (others === undefined) byDay.set(day, [holiday])
    else others.push(holiday)
  }
  return byDay
}

const years = new Map<number, ReadonlyMap<LocalDay, ReadonlyArray<Holiday>>>()

/** The holidays of a year by day, in order. Two of them can fall on one Monday. */
export const ofYear = (year: number): ReadonlyMap<LocalDay, ReadonlyArray<Holiday>> => {
  let holidays = years.get(year)
  if (holidays === undefined) years.set(year, holidays = make(year))
  return holidays
}

// One bit for each day of these years, set at the first question. Other years are looked up in their maps.
const FIRST_BIT_YEAR = 1950
const LAST_BIT_YEAR = 2149
const FIRST_BIT_DAY = Calendar.dayOf(FIRST_BIT_YEAR, 1, 1)
const BIT_DAYS = Calendar.dayOf(LAST_BIT_YEAR + 1, 1, 1) - FIRST_BIT_DAY
let bits: Int32Array | undefined

const setBits = (): Int32Array => {
  const made = new Int32Array((BIT_DAYS >> 5) + 1)
  for (let year = FIRST_BIT_YEAR; year <= LAST_BIT_YEAR; year++) {
    for (const day of make(year).keys()) made[(day - FIRST_BIT_DAY) >> 5]! |= 1 << ((day - FIRST_BIT_DAY) & 31)
  }
  return made
}

/** Whether a day is a holiday in Colombia. A Sunday alone is not one. */
export const isHoliday = (day: LocalDay): boolean => {
  const index = day - FIRST_BIT_DAY
  if (index >= 0 && index < BIT_DAYS) {
    bits ??= setBits()
    return ((bits[index >> 5]! >> (index & 31)) & 1) === 1
  }
  return ofYear(Calendar.partsOfDay(day).year).has(day)
}
