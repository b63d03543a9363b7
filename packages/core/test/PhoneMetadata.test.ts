import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { type CountryCode, getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max"
import examples from "libphonenumber-js/examples.mobile.json" with { type: "json" }
import { parsePhoneNumberFromString as parseWith } from "libphonenumber-js/core"
import metadata from "libphonenumber-js/metadata.max.json" with { type: "json" }
import { phoneMetadata } from "../src/identity/internal/PhoneMetadataList.ts"

const withoutFormats = <T extends object>(entries: T): T =>
  Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, (entry as ReadonlyArray<unknown>).with(4, 0)])) as T

const read = (parse: () => ReturnType<typeof parsePhoneNumberFromString>) => {
  const phone = parse()
  return phone === undefined ? undefined : [phone.number, phone.country, phone.isValid()]
}

describe("the kept metadata of phones", () => {
  it("is the library's without the formats; renew it with packages/core/scripts/PhoneMetadata.ts", () => {
    const { countries, nonGeographic, ...rest } = metadata as unknown as Record<"countries" | "nonGeographic", object>
    assert.deepStrictEqual(phoneMetadata as unknown, { ...rest, countries: withoutFormats(countries), nonGeographic: withoutFormats(nonGeographic) })
  })

  it("reads every number as the library's own does, near an example of every country", () => {
    const countries = Object.keys(metadata.countries) as ReadonlyArray<CountryCode>
    const number = fc.record({ country: fc.constantFrom(...countries), place: fc.nat(14), digit: fc.nat(9), international: fc.boolean() })
    fc.assert(fc.property(number, fc.constantFrom(...countries), ({ country, digit, international, place }, reader) => {
      const example = getExampleNumber(country, examples)
      const text = `${international ? `+${example?.countryCallingCode ?? ""}` : ""}${[...example?.nationalNumber ?? "3102000001"].map((one, at) => at === place ? digit : one).join("")}`
      const options = { defaultCountry: international ? reader : country, extract: false }
      assert.deepStrictEqual(read(() => parseWith(text, options, phoneMetadata)), read(() => parsePhoneNumberFromString(text, options)))
    }), { numRuns: 5_000 })
  })
})
