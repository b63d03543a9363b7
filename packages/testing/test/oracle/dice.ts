/** Seeded chance for the generator of hostile folders: the same seed gives the same folder, everywhere. */
import { dayMillis, hourMillis, localDayOf, millisOfDay, minuteMillis, printDay, startOfDay } from "./calendar.ts"

export class Dice {
  private state: number

  constructor(seed: number) {
    this.state = (seed ^ 0x9e3779b9) >>> 0
  }

  /** mulberry32: uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** Both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  pick<A>(values: ReadonlyArray<A>): A {
    return values[this.integer(0, values.length - 1)]!
  }

  /** One of several makers, each with its weight. */
  weighted<A>(choices: ReadonlyArray<readonly [weight: number, make: () => A]>): A {
    let rest = this.next() * choices.reduce((total, [weight]) => total + weight, 0)
    for (const [weight, make] of choices) {
      rest -= weight
      if (rest < 0) return make()
    }
    return choices.at(-1)![1]()
  }

  shuffle<A>(values: ReadonlyArray<A>): Array<A> {
    const shuffled = [...values]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(0, i)
      ;[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!]
    }
    return shuffled
  }

  /** A boundary from both sides and from both sides by a hair. */
  near(instant: number): number {
    return instant + this.pick([-1000, -1, 0, 0, 0, 1, 1000])
  }

  digits(length: number): string {
    let text = ""
    for (let i = 0; i < length; i++) text += String(this.integer(0, 9))
    return text
  }
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0")

/** Writes an instant in any of the forms that files may have, exact to the millisecond. */
export const writeInstant = (instant: number, dice: Dice): string => {
  if (millisOfDay(instant) === 0 && dice.chance(0.4)) return printDay(localDayOf(instant))
  const [suffix, offsetMinutes] = dice.pick([
    ["", -300], ["", -300], ["", -300], ["-05:00", -300], ["-05:00", -300], ["-0500", -300], ["Z", 0], ["+00:00", 0], ["+0200", 120],
    ["+05:30", 330], ["-03:00", -180], ["+13:45", 825]
  ] as const)
  // A wall clock elsewhere: shift so that Bogota's civil arithmetic prints it.
  const shifted = instant + (offsetMinutes + 300) * minuteMillis
  const millis = millisOfDay(shifted)
  const seconds = Math.floor(millis / 1000) % 60
  let text = `${printDay(localDayOf(shifted))}${dice.chance(0.15) ? " " : "T"}${pad(Math.floor(millis / hourMillis), 2)}:${pad(Math.floor(millis / minuteMillis) % 60, 2)}`
  if (millis % 1000 !== 0) text += `:${pad(seconds, 2)}.${pad(millis % 1000, 3)}`
  else if (seconds !== 0 || dice.chance(0.8)) text += `:${pad(seconds, 2)}${dice.chance(0.1) ? ".000" : ""}`
  return text + suffix
}

/** An instant of a local date and a time of day in milliseconds. */
export const instantAt = (localDay: number, timeOfDayMillis: number): number => startOfDay(localDay) + timeOfDayMillis

export const clock = (hours: number, minutes = 0, seconds = 0, millis = 0): number =>
  hours * hourMillis + minutes * minuteMillis + seconds * 1000 + millis

export const days = (count: number): number => count * dayMillis
