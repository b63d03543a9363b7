import { assert, describe, it } from "@effect/vitest"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Traceability from "../Traceability.ts"

const file = "packages/x/test/X.test.ts"
/** Written in two parts, so that this file's own text holds no tag. */
const tag = (target: string): string => `[verifies${`: ${target}]`}`

describe("Traceability", () => {
  it("finds the tags of a test's title, of one in a table of tests, and of a kind of test", () => {
    const { problems, verifications } = Traceability.scan(file, [
      `  it("a phone ${tag("prospect/phone-invalid")} ${tag("GC-PRO-05/risks")}", () => {`,
      `    ["a \\"name\\" ${tag("prospect/name-incomplete")}", { fullName: "Ana" }],`,
      `  it.effect(\`stored ${tag("activity/note-repeated")}\`, () => x)`
    ].join("\n"))
    assert.deepStrictEqual(problems, [])
    assert.deepStrictEqual(verifications.map(({ target, title }) => `${target}: ${title}`), [
      "prospect/phone-invalid: a phone",
      "GC-PRO-05/risks: a phone",
      "prospect/name-incomplete: a \\\"name\\\"",
      "activity/note-repeated: stored"
    ])
  })

  it("takes nothing from comments and regular expressions", () => {
    const { problems, verifications } = Traceability.scan(file, ` * "${tag("prospect/duplicate")}"\n// "${tag("x")}"\nconst end = /\\[verifies: \\w+\\]$/.exec(title)`)
    assert.deepStrictEqual([problems, verifications], [[], []])
  })

  it("refuses an unreadable tag, and a tag outside of a test's title", () => {
    const unreadable = Traceability.scan(file, `it("a ${tag("prospect duplicate")}", run)`)
    assert.match(unreadable.problems.join("\n"), /X\.test\.ts:1: a tag can't be read/)
    const homeless = Traceability.scan(file, `\nconst title = "a ${tag("prospect/duplicate")}"`)
    assert.match(homeless.problems.join("\n"), /X\.test\.ts:2: .*is in no test's title/)
  })

  it("finds tags that name nothing, and rules and clauses without a test", () => {
    const verification = (target: string): Traceability.Verification => ({ target, title: "t", file })
    const everyRule = [...Policy.gcPro05.prospectRules, ...Policy.gcPro05.activityRules].map(({ code, subject }) => verification(`${subject}/${code}`))
    assert.lengthOf(everyRule, 45)
    const problems = Traceability.problemsOf([...everyRule.slice(1), verification("prospect/dupicate"), verification("GC-PRO-05/indicator/prospecting")])
    const about = (text: string) => problems.filter((problem) => problem.includes(text)).length
    assert.strictEqual(about("neither a rule nor a clause"), 1)
    assert.strictEqual(about("verifies prospect/dupicate"), 1)
    assert.strictEqual(about("No test verifies prospect/name-incomplete"), 1)
    assert.strictEqual(about("No test verifies GC-PRO-05/indicator/prospecting:"), 0)
    assert.strictEqual(about("No test verifies GC-PRO-05/annex/GC-FOR-21:"), 1)
    // The document, 11 of the 12 clauses, and one rule.
    assert.strictEqual(about("No test verifies"), 1 + 11 + 1)
  })

  it("finds no problem in this repository", () => {
    assert.deepStrictEqual(Traceability.problems(), [])
  })
})
