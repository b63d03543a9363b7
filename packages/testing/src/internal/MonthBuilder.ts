/** Fills a month, one noun after the other. Every method answers a new month. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Activity from "@crm-procedure/core/records/Activity"
import type * as Goal from "@crm-procedure/core/records/Goal"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"

/** Everything that a month's results follow from, but for the policy. */
export interface Month {
  readonly directory: Directory.Directory
  /** Of any month; those of {@link period} are counted. */
  readonly prospects: ReadonlyArray<Prospect.Prospect>
  readonly activities: ReadonlyArray<Activity.Activity>
  readonly goals: ReadonlyArray<Goal.Goal>
  /** Undefined: the calls have not begun. */
  readonly calls: ReadonlyArray<VerificationCall.VerificationCall> | undefined
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  /** The seed of the verification sample; by default the period. */
  readonly seed?: string | undefined
  /** The telephone system's log; undefined: there is none. */
  readonly phoneLog?: ReadonlyArray<PhoneLogEntry> | undefined
  readonly waivers?: ReadonlyArray<Waiver> | undefined
}

/** An assignment as told; days like `2024-01-01`. */
export interface Assignment {
  readonly branch?: string
  readonly from?: string
  readonly to?: string
  readonly phone?: string
  readonly email?: string
}

const dayOf = (text: string): Calendar.LocalDay => {
  const day = Calendar.parseDay(text)
  if (day === undefined) throw new RangeError(`Found the day ${JSON.stringify(text)}, expected one like 2024-01-01.`)
  return day
}

export class MonthBuilder {
  readonly month: Month

  private constructor(month: Month) {
    this.month = month
  }

  static empty(period: Calendar.Period): MonthBuilder {
    return new MonthBuilder({
      directory: { branches: [], brands: [], employees: [] },
      prospects: [],
      activities: [],
      goals: [],
      calls: undefined,
      period,
      asOf: Calendar.periodBounds(Calendar.bogota, period).end
    })
  }

  private with(change: Partial<Month>): MonthBuilder {
    return new MonthBuilder({ ...this.month, ...change })
  }

  private withDirectory(change: Partial<Directory.Directory>): MonthBuilder {
    return this.with({ directory: { ...this.month.directory, ...change } })
  }

  branch(branchId: string): MonthBuilder {
    return this.withDirectory({ branches: [...this.month.directory.branches, { branchId, name: `Sede ${branchId}` }] })
  }

  brand(brandId: string, line: Directory.BusinessLine = "motorcycles"): MonthBuilder {
    return this.withDirectory({ brands: [...this.month.directory.brands, { brandId, name: `Marca ${brandId}`, line }] })
  }

  /** An advisor; of the latest branch, and for ever, unless it is said otherwise. */
  advisor(employeeId: string, assignment: Assignment = {}): MonthBuilder {
    return this.employee(employeeId, "advisor", assignment)
  }

  employee(employeeId: string, role: Directory.Role, { branch, email, from, phone, to }: Assignment = {}): MonthBuilder {
    const { branches, employees } = this.month.directory
    const employee: Directory.Employee = {
      employeeId,
      name: `Empleado ${employeeId}`,
      role,
      branchId: branch ?? branches.at(-1)?.branchId,
      phone,
      email,
      activeFrom: dayOf(from ?? "2000-01-01"),
      activeTo: to === undefined ? undefined : dayOf(to)
    }
    return this.withDirectory({ employees: [...employees, employee] })
  }

  /** What an advisor agreed for the month, at the branch and with the brand that came last. */
  goal(advisorId: string, goal: { readonly prospects?: number; readonly activities?: number; readonly branch?: string; readonly brand?: string }): MonthBuilder {
    const { branches, brands } = this.month.directory
    return this.with({
      goals: [...this.month.goals, {
        period: this.month.period,
        advisorId,
        branchId: goal.branch ?? branches.at(-1)?.branchId ?? "nowhere",
        brandId: goal.brand ?? brands.at(-1)?.brandId ?? "none",
        prospects: goal.prospects ?? 0,
        activities: goal.activities ?? 0
      }]
    })
  }
}
