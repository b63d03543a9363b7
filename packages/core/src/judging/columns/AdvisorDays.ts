/** On which days the advisors of a book are active, by their numbers there: asked for every record. */
import * as Directory from "../../records/Directory.ts"
import type { Dictionary } from "./Dictionary.ts"

export class AdvisorDays {
  private readonly directory: Directory.DirectoryIndex
  private readonly advisors: Dictionary
  /** Of each advisor with one assignment, as nearly all have, its first and last day; of others days that never come. */
  private readonly from: Array<number> = []
  private readonly to: Array<number> = []
  private readonly assignments: Array<ReadonlyArray<Directory.Employee>> = []

  constructor(directory: Directory.DirectoryIndex, advisors: Dictionary) {
    this.directory = directory
    this.advisors = advisors
  }

  /** Whether a person is an active advisor on a local day. */
  isActive(advisor: number, day: number): boolean {
    if (advisor >= this.from.length) this.learn()
    if (day >= this.from[advisor]! && day <= this.to[advisor]!) return true
    return this.assignments[advisor]!.length > 1 && Directory.isActiveAdvisor(this.assignments[advisor]!, day)
  }

  private learn(): void {
    for (let advisor = this.from.length; advisor < this.advisors.size; advisor++) {
      const assignments = this.directory.advisorAssignments(this.advisors.names[advisor]!)
      const [only] = assignments.length === 1 ? assignments : []
      this.assignments.push(assignments)
      this.from.push(only === undefined ? Number.POSITIVE_INFINITY : only.activeFrom)
      this.to.push(only === undefined ? Number.NEGATIVE_INFINITY : only.activeTo ?? Number.POSITIVE_INFINITY)
    }
  }
}
