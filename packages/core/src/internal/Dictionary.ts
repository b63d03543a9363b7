/** A small set of names (advisors, branches, types) numbered in the order of their first appearance. */
export class Dictionary {
  readonly names: Array<string> = []
  private readonly numbers = new Map<string, number>()

  static of(names: ReadonlyArray<string>): Dictionary {
    const dictionary = new Dictionary()
    for (const name of names) dictionary.intern(name)
    return dictionary
  }

  intern(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    const own = copyOf(name)
    const number = this.names.push(own) - 1
    this.numbers.set(own, number)
    return number
  }

  find(name: string): number {
    return this.numbers.get(name) ?? -1
  }

  get size(): number {
    return this.names.length
  }
}

/**
 * A string of its own: a slice of a file's chunk would keep the whole chunk in memory. As the name of a property it is one that
 * compares by its address.
 */
const copyOf = (text: string): string => {
  const named: Record<string, true> = Object.create(null)
  named[text] = true
  return Object.keys(named)[0]!
}
