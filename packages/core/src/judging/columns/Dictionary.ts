/** A small set of names (advisors, branches, types) numbered in the order of their first appearance. */
export class Dictionary {
  readonly names: Array<string> = []
  private readonly numbers = new Map<string, number>()

  static of(names: ReadonlyArray<string>): Dictionary {
    const dictionary = new Dictionary()
    for (const name of names) if (!dictionary.numbers.has(name)) dictionary.number(name)
    return dictionary
  }

  intern(name: string): number {
    const known = this.numbers.get(name)
    return known ?? this.number(name.length < SHORTEST_SLICE ? name : copyOf(name))
  }

  private number(name: string): number {
    const number = this.names.push(name) - 1
    this.numbers.set(name, number)
    return number
  }

  find(name: string): number {
    return this.numbers.get(name) ?? -1
  }

  get size(): number {
    return this.names.length
  }
}

/** The engine copies a shorter substring when it makes it, so it never holds the longer string. */
const SHORTEST_SLICE = 13

/**
 * A copy of a string. A slice of a file's chunk would keep the whole chunk in memory. As the name of a property the engine stores
 * the string once, and compares it by its address.
 */
const copyOf = (text: string): string => {
  const named: Record<string, true> = Object.create(null)
  named[text] = true
  return Object.keys(named)[0]!
}
