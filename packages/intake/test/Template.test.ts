import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as Template from "@crm-procedure/intake/Template"
import { assert, describe, it } from "@effect/vitest"

describe("A template", () => {
  for (const template of Template.all) {
    const kind = CanonicalFile.all[template.kind] as CanonicalFile.Kind<unknown>
    const read = (rows: string) => {
      const faults: Array<string> = []
      const reader = CanonicalCsv.reader(kind, Calendar.bogota, {
        onRecord: () => {},
        onRejected: ({ faults: found }) => faults.push(...found.map(({ column, found: cell }) => `${column} ${cell}`))
      })
      reader.push(Buffer.from(Template.csv(template) + rows))
      return { summary: reader.end(), faults }
    }
    it(`is read as it is, empty: ${template.name}`, () => {
      assert.deepEqual([read("").summary.rows, read("").summary.unknownColumns], [0, []])
    })
    it(`has an example of each column that is read, and says what each means: ${template.name}`, () => {
      const { faults, summary } = read(template.columns.map(({ example }) => example).join(";"))
      assert.deepEqual([faults, summary.read], [[], 1])
      for (const { explanation, isRequired, example, title } of template.columns) {
        assert.isAbove(explanation.length, 5, title)
        assert.isTrue(!isRequired || example !== "", title)
      }
    })
    it(`offers words that are read: ${template.name}`, () => {
      for (const [place, { choices = [] }] of template.columns.entries()) {
        for (const word of choices) {
          const row = template.columns.map(({ example, title }, i) => i === place ? word : title.startsWith("fecha_etapa") ? "5/03/2024" : example).join(";")
          assert.deepEqual(read(row).faults, [], word)
        }
      }
    })
  }
})
