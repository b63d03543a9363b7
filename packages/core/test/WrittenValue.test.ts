import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Reading from "../src/records/Reading.ts"
import * as SpanishWords from "../src/records/SpanishWords.ts"
import * as WrittenValue from "../src/records/WrittenValue.ts"

const reading = Reading.of(Calendar.bogota)
const iso: Reading.Reading = { ...reading, dateOrder: "iso" }
const instant = (text: string, by = reading): string | undefined => {
  const found = WrittenValue.instant(text, by)
  return found === undefined ? undefined : Calendar.formatInstant(Calendar.bogota, found)
}
const day = (text: string, by = reading): string | undefined => {
  const found = WrittenValue.day(text, by)
  return found === undefined ? undefined : Calendar.formatDay(found)
}

describe("an instant", () => {
  it("is ISO 8601 with any number of fraction digits, hours of one digit and short offsets", () => {
    const written: ReadonlyArray<readonly [string, string]> = [
      ["2024-03-05T19:30:00.123456Z", "2024-03-05T14:30:00.123-05:00"],
      ["2024-03-05T19:30:00.1Z", "2024-03-05T14:30:00.100-05:00"],
      ["2024-03-05T19:30:00.99999999Z", "2024-03-05T14:30:00.999-05:00"],
      ["2024-03-05T19:30:00+00", "2024-03-05T14:30:00-05:00"],
      ["2024-03-05T19:30:00+0000", "2024-03-05T14:30:00-05:00"],
      ["2024-03-05 9:05", "2024-03-05T09:05:00-05:00"],
      ["2024-03-05T9:05:07-03", "2024-03-05T07:05:07-05:00"],
      ["2024-03-05", "2024-03-05T00:00:00-05:00"]
    ]
    for (const [text, expected] of written) {
      assert.strictEqual(instant(text), expected, text)
      assert.strictEqual(instant(text, iso), expected, text)
    }
    for (const text of ["2024-03-05t19:30Z", "2024-03-05T19:30:00,5Z", "2024-03-05T19:30:00z", "2024-03-05T19:30:00.Z", "2024-03-05T24:00", "2024-03-05T10", "2024-03-05T10:00 Z", "2024-03-05Z", "2024-3-05", "2024/03/05", "2024-02-30 9:05", "2024-03-05T19:30.5Z"]) {
      assert.isUndefined(instant(text), text)
    }
  })

  it("is a date that names the day first, with an optional time", () => {
    const written: ReadonlyArray<readonly [string, string]> = [
      ["5/03/2024", "2024-03-05T00:00:00-05:00"],
      ["05-3-2024", "2024-03-05T00:00:00-05:00"],
      ["5/03/24", "2024-03-05T00:00:00-05:00"],
      ["5-3-24", "2024-03-05T00:00:00-05:00"],
      ["5-mar-24", "2024-03-05T00:00:00-05:00"],
      ["5-mar.-2024", "2024-03-05T00:00:00-05:00"],
      ["5-Marzo-2024", "2024-03-05T00:00:00-05:00"],
      ["15-sept-24", "2024-09-15T00:00:00-05:00"],
      ["15-Aug-24", "2024-08-15T00:00:00-05:00"],
      ["31/12/99", "2099-12-31T00:00:00-05:00"],
      ["5/03/2024 14:30", "2024-03-05T14:30:00-05:00"],
      ["5/03/2024 9:05:07", "2024-03-05T09:05:07-05:00"],
      ["5/03/2024, 2:30 p. m.", "2024-03-05T14:30:00-05:00"],
      ["5/03/24 2:30 p. m.", "2024-03-05T14:30:00-05:00"],
      ["5/03/2024 2:30 PM", "2024-03-05T14:30:00-05:00"],
      ["5/03/2024 2:30:15p.m.", "2024-03-05T14:30:15-05:00"],
      ["5/03/2024 12:00 a. m.", "2024-03-05T00:00:00-05:00"],
      ["5/03/2024 12:00 p.m", "2024-03-05T12:00:00-05:00"],
      ["5-mar-24 8:00 am", "2024-03-05T08:00:00-05:00"],
      ["13/03/2024", "2024-03-13T00:00:00-05:00"]
    ]
    for (const [text, expected] of written) {
      assert.strictEqual(instant(text), expected, text)
      assert.isUndefined(instant(text, iso), text)
    }
    for (const text of [
      "03/25/2024", "25/13/2024", "30/02/2024", "0/03/2024", "5/0/2024", "5/03/124", "5/03/20245", "5/03-2024", "5.03.2024", "5/mar/2024", "5 mar 2024", "5-foo-24", "5-ma-24", "5/03/2024 13:00 p. m.", "5/03/2024 0:30 am",
      "5/03/2024 24:00", "5/03/2024 14:60", "5/03/2024 14", "5/03/2024 p. m.", "5/03/2024T14:30", "5/03/2024 14:30Z", "5/03", "/03/2024", "hoy"
    ]) {
      assert.isUndefined(instant(text), text)
    }
  })

  it("never exchanges day and month", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 50_000 }), fc.constantFrom("/", "-"), fc.boolean(), (local, sign, pads) => {
      const { day: dayOfMonth, month, year } = Calendar.partsOfDay(local)
      const part = (value: number) => pads ? String(value).padStart(2, "0") : String(value)
      const text = `${part(dayOfMonth)}${sign}${part(month)}${sign}${year}`
      assert.strictEqual(WrittenValue.day(text, reading), local, text)
      assert.strictEqual(WrittenValue.orderOf(text), dayOfMonth <= 12 ? "both-ways" : "day-first")
    }))
    assert.strictEqual(WrittenValue.orderOf("5-mar-24"), "day-first")
    for (const text of ["2024-03-05", "2024-03", "12", "marzo 2024"]) assert.isUndefined(WrittenValue.orderOf(text))
  })
})

describe("a day", () => {
  it("is a date alone or at midnight", () => {
    for (const text of ["2024-01-01", "1/01/2024", "1/01/2024 0:00", "1/01/2024 12:00 a. m.", "2024-01-01T00:00:00", "2024-01-01 0:00", "2024-01-01T00:00:00.000000-05:00", "2024-01-01T05:00:00Z", "1-ene-24"]) {
      assert.strictEqual(day(text), "2024-01-01", text)
    }
    for (const text of ["1/01/2024 0:01", "2024-01-01T08:00", "2024-01-01T05:00:01Z", "2024-01-01T00:00:00Z", "1/13/2024"]) assert.isUndefined(day(text), text)
  })
})

describe("a month", () => {
  it("is written in numbers, by its name, or as its first day", () => {
    for (const text of ["2024-03", "03/2024", "3-2024", "3/2024", "mar-24", "Mar-2024", "mar.-24", "marzo-24", "marzo 2024", "MARZO DE 2024", "mar 2024", "mar. 2024", "marzo/2024", "march 2024", "2024-03-01", "1/03/2024", "01-03-24", "2024-03-01T00:00:00", "1/03/2024 0:00"]) {
      assert.strictEqual(WrittenValue.period(text, reading), "2024-03", text)
    }
    for (const text of ["2024-3", "2024/03", "03-24", "3/24", "mar 24", "marzo/24", "marzo de 24", "13/2024", "0/2024", "2024-03-02", "2/03/2024", "1/03/2024 8:00", "marzo", "foo-24", "202403"]) {
      assert.isUndefined(WrittenValue.period(text, reading), text)
    }
    assert.isUndefined(WrittenValue.period("1/03/2024", iso))
  })
})

describe("a whole number", () => {
  it("may have groups of three, zeros after a separator, or both with different signs", () => {
    const written: ReadonlyArray<readonly [string, number]> = [
      ["12", 12], ["007", 7], ["1.200", 1200], ["1,200", 1200], ["1.200.000", 1_200_000], ["12.0", 12], ["12,00", 12], ["12.000", 12_000], ["12.0000", 12], ["1.200,00", 1200], ["1,200.0", 1200], ["1.200,000", 1200], ["1200,000", 1200], ["0", 0]
    ]
    for (const [text, expected] of written) assert.strictEqual(WrittenValue.wholeNumber(text), expected, text)
    for (const text of ["", "-5", "+5", "1.5", "12.5", "1.20", "1.200.00", "1,200,00", "1.200,5", "1 200", "1e3", "9007199254740992", "\u0661", "1.200,200.0", ".0", "12."]) {
      assert.isUndefined(WrittenValue.wholeNumber(text), text)
    }
  })
})

describe("a word", () => {
  it("names a value in English or Spanish, whatever its case, accents and joints", () => {
    assert.strictEqual(WrittenValue.valueNamed("Prueba de Manejo", SpanishWords.activityTypes), "test-ride")
    assert.strictEqual(WrittenValue.valueNamed("PRUEBA_DE-MANEJO", SpanishWords.activityTypes), "test-ride")
    assert.strictEqual(WrittenValue.valueNamed("TEST RIDE", SpanishWords.activityTypes), "test-ride")
    assert.strictEqual(WrittenValue.valueNamed("Cotización", SpanishWords.activityTypes), "quote")
    assert.strictEqual(WrittenValue.valueNamed("SI", SpanishWords.booleans), "true")
    assert.isUndefined(WrittenValue.valueNamed("pruebademanejo", SpanishWords.activityTypes))
    assert.isUndefined(WrittenValue.valueNamed("toString", SpanishWords.booleans))
    assert.deepStrictEqual(["VERDADERO", "Falso"].map((text) => WrittenValue.valueNamed(text, SpanishWords.spreadsheetBooleans)), ["true", "false"])
  })

  it("of an open list stays as the policy lists it, or as it is written", () => {
    const word = (text: string, listed?: ReadonlyArray<string>) => WrittenValue.listedWord(text, SpanishWords.sources, listed && new Set(listed))
    assert.deepStrictEqual([word("Vitrina"), word("WEB"), word("Valla publicitaria"), word("Teléfono")], ["walk-in", "web", "Valla publicitaria", "phone-lead"])
    const own = ["vitrina", "Valla"]
    assert.deepStrictEqual([word("vitrina", own), word("VITRINA", own), word("valla", own), word("Web", own)], ["vitrina", "vitrina", "Valla", "web"])
  })

  it("has one meaning in each list, and no Spanish word is another value's English one", () => {
    const { activityTypes, booleans, directions, lines, outcomes, roles, sources, spreadsheetBooleans, stages, statuses, subjectTypes, verificationOutcomes } = SpanishWords
    for (const words of [activityTypes, booleans, directions, lines, outcomes, roles, sources, spreadsheetBooleans, stages, statuses, subjectTypes, verificationOutcomes]) {
      const forms = Object.entries(words).flatMap(([value, spanish]) => [...new Set([SpanishWords.valueForm(value), SpanishWords.valueForm(spanish)])])
      assert.strictEqual(new Set(forms).size, forms.length, forms.join(" "))
    }
    assert.strictEqual(new Set(Object.values(SpanishWords.columns)).size, Object.keys(SpanishWords.columns).length)
  })
})

describe("a column's name", () => {
  it("compares without case, accents, format characters and joints", () => {
    for (const text of ["fecha_creacion", "Fecha creación", "FECHA-CREACIO\u0301N", " fecha  creacion ", "\ufefffecha_creacion", "fecha\u00a0creación"]) {
      assert.strictEqual(SpanishWords.nameForm(text), "fecha_creacion", text)
    }
    assert.notStrictEqual(SpanishWords.nameForm("fechacreacion"), "fecha_creacion")
  })
})
