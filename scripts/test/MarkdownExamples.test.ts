import { assert, describe, it } from "@effect/vitest"
import { atMarkdown, commentsOf, examplesOf, markdownTests } from "../MarkdownExamples.ts"

const markdown = [
  "# Guide",
  "```ts run",
  "const one = 1",
  "```",
  "````md",
  "```ts run",
  "not an example: it stands in a longer fence",
  "```",
  "````",
  "## Later",
  "```ts types",
  "const two = 2",
  "```",
  "```typescript",
  "const three = 3",
  "```",
  "```bash",
  "ls",
  "```"
].join("\n")

describe("the examples of the documentation", () => {
  it("are the marked and unmarked ts fences, with their lines and headings", () => {
    assert.deepStrictEqual(examplesOf("a.md", markdown), [
      { file: "a.md", line: 2, heading: "Guide", mark: "run", code: "const one = 1" },
      { file: "a.md", line: 11, heading: "Later", mark: "types", code: "const two = 2" },
      { file: "a.md", line: 14, heading: "Later", mark: undefined, code: "const three = 3" }
    ])
  })

  it("continue the block before them if they say so, each line in its place", () => {
    const text = ["```ts types", "const one = 1", "const two = 2", "```", "And then", "", "```ts next", "const three = one + two", "```", "```ts", "```", "```ts next", "```"].join("\n")
    assert.deepStrictEqual(examplesOf("a.md", text), [
      { file: "a.md", line: 1, heading: "", mark: "types", code: "const one = 1\nconst two = 2\n\n\n\n\nconst three = one + two" },
      { file: "a.md", line: 10, heading: "", mark: undefined, code: "" },
      { file: "a.md", line: 12, heading: "", mark: undefined, code: "" }
    ])
    const at = (line: number) => text.split("\n")[line - 1]
    assert.strictEqual(at(1 + 7), "const three = one + two", "the seventh line of a module that begins behind line 1")
  })

  it("of a source are those of its doc comments, each line in its place", () => {
    const source = ["import a", "/**", " * A period.", " *", " * @example", " * ```ts run", " * const one = 1", " *   + 1", " * ```", " */", "const text = `", "```ts run", "`", "/** One line. */", "const two = 2"].join("\n")
    assert.deepStrictEqual(examplesOf("a.ts", commentsOf(source)), [{ file: "a.ts", line: 6, heading: "", mark: "run", code: "const one = 1\n  + 1" }])
  })

  it("are refused without a mark", () => {
    const module = markdownTests().transform("```ts\nconst x = 1\n```", "unmarked.md")
    assert.match(module?.code ?? "", /throw new Error\("unmarked\.md:1: write/)
  })

  it("are named in compiler messages by their Markdown file", () => {
    assert.strictEqual(atMarkdown(".docs-check/docs/guides/a.md.L2.ts(3,7): error"), "docs/guides/a.md(3,7): error")
  })
})
