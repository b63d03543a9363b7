/** The telephone system's log, made ready to ask whether it has a call: of an advisor, with a number, around an instant. */
import * as Calendar from "../calendar/Calendar.ts"
import * as Contact from "../identity/Contact.ts"
import type { PhoneLogEntry } from "../records/PhoneLogEntry.ts"

export class PhoneLog {
  private readonly zone: Calendar.Zone
  private readonly days = new Set<Calendar.LocalDay>()
  /** The numbers, each as the digits of its E.164 form. */
  private readonly numbers = new Set<number>()
  /** The starts of an advisor's calls with a number, in order. */
  private readonly starts = new Map<string, Array<Calendar.Instant>>()

  constructor(entries: ReadonlyArray<PhoneLogEntry>, zone: Calendar.Zone, phoneCountry: string) {
    this.zone = zone
    for (const { advisorId, number, startedAt } of entries) {
      this.days.add(Calendar.localDayOf(zone, startedAt))
      const digits = Contact.phoneDigits(number, phoneCountry)
      if (digits === Contact.PHONE_ABSENT || digits === Contact.PHONE_INVALID) continue
      this.numbers.add(digits)
      const key = `${digits} ${advisorId}`
      const known = this.starts.get(key)
      if (known === undefined) this.starts.set(key, [startedAt])
      else known.push(startedAt)
    }
  }

  /** Whether the log has an entry, readable or not. */
  get hasEntries(): boolean {
    return this.days.size > 0
  }

  /** Whether the log has a call with the number, of any advisor and day. */
  hasNumber(digits: number): boolean {
    return this.numbers.has(digits)
  }

  /** Whether the log has an entry, of any advisor, on the local day of an instant. */
  hasDayOf(instant: Calendar.Instant): boolean {
    return this.days.has(Calendar.localDayOf(this.zone, instant))
  }

  /** Whether a call of the advisor with the number (the digits of its E.164 form) starts within so many milliseconds of an instant. */
  hasCall(advisorId: string, digits: number, instant: Calendar.Instant, millis: number): boolean {
    return this.starts.get(`${digits} ${advisorId}`)?.some((start) => Math.abs(start - instant) <= millis) === true
  }
}
