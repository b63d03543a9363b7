import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { dayText, isoText, minuteText, wallOf } from "../src/wording/WallClock.ts"

const instant = fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(9999, 11, 30) })
const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })

describe("WallClock", () => {
  it("agrees with the language's own calendar, at any offset", () =>
    fc.assert(fc.property(instant, offset, (at, minutes) => {
      const wall = wallOf(at, () => minutes)
      const expected = new Date(at + minutes * 60_000).toISOString()
      const [year, month, day] = expected.slice(0, 10).split("-")
      assert.strictEqual(isoText(at, () => minutes).slice(0, 19), expected.slice(0, 19))
      assert.strictEqual(dayText(wall), `${day}/${month}/${year}`)
      assert.strictEqual(minuteText(wall), `${day}/${month}/${year} ${expected.slice(11, 16)}`)
    })))

  it("knows the last of February and the first of March and of January of every year", () => {
    for (let year = 1600; year < 10_000; year++) {
      for (const at of [Date.UTC(year, 0, 1), Date.UTC(year, 2, 1) - 1, Date.UTC(year, 2, 1)]) {
        assert.strictEqual(isoText(at, () => 0).slice(0, 10), new Date(at).toISOString().slice(0, 10))
      }
    }
  })

  it("writes a text that names the same second, whatever the offset", () =>
    fc.assert(fc.property(instant, offset, (at, minutes) => {
      assert.strictEqual(Date.parse(isoText(at, () => minutes)), Math.floor(at / 1000) * 1000)
    })))

  it("writes nothing where there is no instant", () => {
    assert.strictEqual(isoText(Number.NaN, () => -300), "")
    assert.strictEqual(minuteText(wallOf(Number.NaN, () => -300)), "")
  })
})
