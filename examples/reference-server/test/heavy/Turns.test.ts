import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Turn, Turns } from "../../src/heavy/Turns.ts"

interface Asked {
  readonly dealership: string
  readonly isLong: boolean
}

/** Turns, and which of them run. */
const begun = (threads: number, waiting: number) => {
  const turns = new Turns({ threads, waiting })
  const running: Array<Turn> = []
  const order: Array<string> = []
  const enter = ({ dealership, isLong }: Asked): Turn | undefined => {
    const turn: Turn = {
      dealership,
      isLong,
      run: () => {
        running.push(turn)
        order.push(dealership)
      }
    }
    return turns.enter(turn) ? turn : undefined
  }
  const leave = (turn: Turn): void => {
    const place = running.indexOf(turn)
    if (place >= 0) running.splice(place, 1)
    turns.leave(turn)
  }
  return { enter, leave, running, order }
}

const question = (dealership: string): Asked => ({ dealership, isLong: false })
const upload = (dealership: string): Asked => ({ dealership, isLong: true })

describe("turns on the judging threads", () => {
  it("lets a dealership with one request pass those of a dealership with many", () => {
    const { enter, leave, order, running } = begun(1, 100)
    for (let number = 0; number < 5; number++) enter(question("large"))
    enter(question("small"))
    while (running.length > 0) leave(running[0]!)
    expect(order).toEqual(["large", "large", "small", "large", "large", "large"])
  })

  it("gives a second thread to the dealership that has none", () => {
    const { enter, leave, order, running } = begun(2, 100)
    for (let number = 0; number < 4; number++) enter(question("large"))
    enter(question("small"))
    leave(running[0]!)
    expect(order).toEqual(["large", "large", "small"])
  })

  it("keeps a thread for questions while imports run", () => {
    const { enter, leave, order, running } = begun(2, 100)
    enter(upload("a"))
    enter(upload("b"))
    enter(question("c"))
    expect(order).toEqual(["a", "c"])
    leave(running[0]!)
    expect(order).toEqual(["a", "c", "b"])
  })

  it("refuses what comes when too many wait, and a dealership that fills half of the places", () => {
    const { enter } = begun(1, 4)
    expect([enter(question("a")), enter(question("a")), enter(question("a"))].every((turn) => turn !== undefined)).toBe(true)
    expect(enter(question("a"))).toBeUndefined()
    expect(enter(question("b"))).toBeDefined()
    expect(enter(question("c"))).toBeDefined()
    expect(enter(question("d"))).toBeUndefined()
  })

  it("runs at most so many at once, and every request that was taken in", () => {
    const asked = fc.record({ dealership: fc.constantFrom("a", "b", "c"), isLong: fc.boolean(), leavesFirst: fc.nat(6) })
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.array(asked, { maxLength: 40 }), (threads, requests) => {
      const { enter, leave, order, running } = begun(threads, 12)
      let taken = 0
      for (const { leavesFirst, ...one } of requests) {
        const place = leavesFirst % Math.max(1, running.length + 1)
        if (running[place] !== undefined) leave(running[place])
        if (enter(one) !== undefined) taken++
        expect(running.length).toBeLessThanOrEqual(threads)
        expect(running.filter(({ isLong }) => isLong).length).toBeLessThanOrEqual(Math.max(1, threads - 1))
      }
      while (running.length > 0) leave(running[0]!)
      expect(order.length).toBe(taken)
    }))
  })
})
