import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { markMissing, ofDocComments, writeModule } from "../MarkdownExamples.ts"
import { root } from "../Workspace.ts"

describe("the example of the doc comment", () => {
  for (const example of ofDocComments().filter(({ mark }) => mark !== "types")) {
    it(`at ${example.file}:${example.line} runs`, async () => {
      if (example.mark === undefined) throw new Error(markMissing(example))
      await import(writeModule(example))
    })
  }
})

/** A module's comment, which begins it, or that of a declaration in it. */
const commentOf = (source: string, declaration: string | undefined): string => {
  if (declaration === undefined) return source.slice(0, source.indexOf("*/"))
  const at = source.search(new RegExp(`^export (?:const|class|function) ${declaration}\\b`, "m"))
  return source.slice(source.lastIndexOf("/**", at), at)
}

const hasExample = (comment: string): boolean => /@example\n \* ```ts (run|types)\n/.test(comment)

describe("a public name of core", () => {
  it("has an example in its doc comment", () => {
    const folder = `${root}packages/core/src/`
    const index = readFileSync(`${folder}index.ts`, "utf8")
    const comments = [...index.matchAll(/^export (?:\* as (\w+)|\{ ([\w, ]+) \}) from "\.\/(.+)"$/gm)].flatMap(([, namespace, names, path]) => {
      const source = readFileSync(folder + path, "utf8")
      return namespace === undefined
        ? names!.split(", ").map((name) => ({ name, comment: commentOf(source, name) }))
        : [{ name: namespace, comment: commentOf(source, undefined) }]
    })
    assert.isAbove(comments.length, 30)
    assert.deepStrictEqual(comments.filter(({ comment }) => !hasExample(comment)).map(({ name }) => name), [])
  })

  it("without one is found", () => {
    const example = "@example\n * ```ts run\n * ```\n */"
    assert.isFalse(hasExample(commentOf(`/** A goal. */\nimport x\n/**\n * ${example}\nexport const one = 1`, undefined)))
    assert.isFalse(hasExample(commentOf(`/**\n * ${example}\nimport x\n/** Judges. */\nexport const judge = 1`, "judge")))
    assert.isTrue(hasExample(commentOf(`/** One. */\nimport x\n/**\n * Judges.\n *\n * ${example}\nexport const judge = 1`, "judge")))
  })
})
