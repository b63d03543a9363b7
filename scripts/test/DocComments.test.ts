import { describe, it } from "@effect/vitest"
import { markMissing, ofDocComments, writeModule } from "../MarkdownExamples.ts"

describe("the example of the doc comment", () => {
  for (const example of ofDocComments().filter(({ mark }) => mark !== "types")) {
    it(`at ${example.file}:${example.line} runs`, async () => {
      if (example.mark === undefined) throw new Error(markMissing(example))
      await import(writeModule(example))
    })
  }
})
