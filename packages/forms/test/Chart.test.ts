import { assert, describe, it } from "@effect/vitest"
import { XMLValidator } from "fast-xml-parser"
import * as fc from "fast-check"
import * as Chart from "../src/chart/Chart.ts"
import type { Color } from "../src/data/FormData.ts"

const options = { id: "c", title: "Título & <prueba>" }
const thresholds = { yellowPercent: 80, greenPercent: 100 }

const color = fc.constantFrom<Color>("green", "yellow", "red", "none")
const label = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ maxLength: 200 }), fc.constant("<script>alert(1)</script>"))
const count = fc.oneof(fc.nat(50), fc.nat(10_000_000))
const indicatorBar = fc.record({
  label,
  numerator: count,
  denominator: count,
  percent: fc.option(fc.nat(100_000).map((tenths) => tenths / 10)),
  color
})

const soundMarkup = (markup: string): void => {
  const validity = XMLValidator.validate(`<root>${markup}</root>`)
  assert.isTrue(validity === true, JSON.stringify(validity))
  assert.notMatch(markup, /NaN|Infinity|undefined|<script/)
  assert.notMatch(markup, /\b(href|src)=|url\(|@import/)
}

/** Everything drawn stays within the picture. */
const withinPicture = (markup: string): void => {
  for (const svg of markup.match(/<svg.*?<\/svg>/gs) ?? []) {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
    for (const [, name, value] of svg.matchAll(/ (x|x1|x2|cx|y|y1|y2|cy)="([^"]+)"/g)) {
      assert.isAtLeast(Number(value), 0)
      assert.isAtMost(Number(value), Number(name?.startsWith("x") || name === "cx" ? width : height))
    }
    for (const [, x, length] of svg.matchAll(/<rect x="([^"]+)"[^>]* width="([^"]+)"/g)) {
      assert.isAtLeast(Number(length), 0)
      assert.isAtMost(Number(x) + Number(length), Number(width) + 0.2)
    }
  }
}

const pictures = (markup: string): number => markup.match(/<svg /g)?.length ?? 0

describe("Chart", () => {
  it("draws indicators of any values, in sound markup, within the picture", () =>
    fc.assert(fc.property(fc.array(indicatorBar, { maxLength: 80 }), (bars) => {
      const markup = Chart.indicatorBars(options, bars, thresholds)
      soundMarkup(markup)
      withinPicture(markup)
      assert.strictEqual(pictures(markup), Math.ceil(bars.length / 36))
    })))

  it("draws leads of any counts, in sound markup, within the picture", () =>
    fc.assert(fc.property(
      fc.array(fc.record({ label, leads: fc.record({ green: count, yellow: count, red: count, none: count }) }), { maxLength: 80 }),
      (bars) => {
        const markup = Chart.stackedLeads(options, bars)
        soundMarkup(markup)
        withinPicture(markup)
      }
    )))

  it("draws the course of any month, in sound markup, within the picture", () =>
    fc.assert(fc.property(
      fc.array(fc.record({ day: fc.integer({ min: 1, max: 31 }), valid: fc.option(count), pace: fc.double({ min: 0, max: 1e6, noNaN: true }) }), { maxLength: 31 }),
      (days) => {
        const markup = Chart.courseLine(options, days)
        soundMarkup(markup)
        withinPicture(markup)
      }
    )))

  it("draws reasons of any counts, in sound markup, within the picture", () =>
    fc.assert(fc.property(fc.array(fc.record({ label, count }), { maxLength: 80 }), (reasons) => {
      const markup = Chart.reasonBars(options, reasons)
      soundMarkup(markup)
      withinPicture(markup)
    })))

  it("says that there is nothing to draw", () => {
    for (const markup of [
      Chart.indicatorBars(options, [], thresholds),
      Chart.stackedLeads(options, []),
      Chart.courseLine(options, []),
      Chart.reasonBars(options, [{ label: "Duplicado", count: 0 }])
    ]) {
      assert.include(markup, "Sin datos para graficar.")
      soundMarkup(markup)
    }
  })

  it("draws thresholds and shows values above 100 % longer than the goal, cut where they leave the scale", () => {
    const bars = [60, 100, 140, 300].map((percent) => ({
      label: `A${percent}`,
      numerator: percent,
      denominator: 100,
      percent,
      color: "green" as const
    }))
    const markup = Chart.indicatorBars(options, bars, thresholds)
    const lengths = [...markup.matchAll(/<rect x="\d+" y="\d+" width="([^"]+)"/g)].map(([, length]) => Number(length))
    assert.strictEqual(lengths.length, 4)
    assert.isTrue(lengths.every((length, index) => index === 0 || length > (lengths[index - 1] as number)))
    const thresholdAt = [...markup.matchAll(/<line x1="([^"]+)" y1="30" x2="\1"/g)].map(([, x]) => Number(x))
    const plotLeft = thresholdAt[0] as number
    assert.strictEqual(thresholdAt[2], plotLeft + (lengths[1] as number))
    assert.include(markup, "Amarillo 80 %")
    assert.include(markup, "Verde 100 %")
    assert.strictEqual(markup.match(/<path /g)?.length, 1)
    assert.include(markup, "300,0\u00a0% (300/100) Verde")
  })

  it("cuts a long name with an ellipsis and keeps the whole of it as a tooltip", () => {
    const name = "Maximiliano Alejandro de los Ángeles Rodríguez-Betancourt Villavicencio"
    const markup = Chart.indicatorBars(options, [{ label: name, numerator: 1, denominator: 2, percent: 50, color: "red" }], thresholds)
    assert.include(markup, `<title>${name}</title>`)
    assert.match(markup, />Maximiliano[^<]{5,30}…<\/text>/)
  })

  it("names itself for those who can't see it, with ids that no other picture of the list has", () => {
    const bars = Array.from({ length: 400 }, (_, index) => ({ label: `A${index}`, numerator: 1, denominator: 2, percent: 50, color: "red" as const }))
    const markup = Chart.indicatorBars(options, bars, thresholds)
    assert.strictEqual(pictures(markup), 12)
    assert.strictEqual(markup.match(/role="img"/g)?.length, 12)
    const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    assert.strictEqual(ids.length, 24)
    assert.strictEqual(new Set(ids).size, 24)
    for (const [, labelledBy] of markup.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const id of labelledBy?.split(" ") ?? []) assert.include(ids, id)
    }
  })

  it("tells colours apart without colour: each has a word, and stripes of its own", () => {
    const markup = Chart.stackedLeads(options, [{ label: "A", leads: { green: 30, yellow: 30, red: 30, none: 30 } }])
    for (const word of ["Verde", "Amarillo", "Rojo", "Cerrado"]) assert.include(markup, `>${word}</text>`)
    assert.strictEqual(new Set([...markup.matchAll(/stroke-dasharray="([^"]+)"/g)].map(([, dashes]) => dashes)).size, 3)
  })

  it("sums a long tail of reasons up in one bar", () => {
    const markup = Chart.reasonBars(options, Array.from({ length: 30 }, (_, index) => ({ label: `R${index}`, count: 100 - index })))
    assert.include(markup, "Otras 6 razones")
    assert.include(markup, `>${76 + 75 + 74 + 73 + 72 + 71}</text>`)
  })
})
