/**
 * The TypeScript examples of the documentation.
 *
 * Every fenced `ts` block of a Markdown file says in its first line what is done with it:
 * `ts run` is type-checked and run as a test, `ts types` is only type-checked (it needs a server, a key, a file), `ts next` goes on
 * with the block before it: one module. A `ts` block that says none of these is a failing test, so that no example goes stale unseen.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

export interface MarkdownExample {
  /** Path of the Markdown file from the repository's root. */
  readonly file: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  /** The nearest heading above. */
  readonly heading: string
  readonly mark: "run" | "types" | undefined
  readonly code: string
}

export const root = fileURLToPath(new URL("..", import.meta.url))

/** Files whose examples are tests, from the repository's root. */
const markdownFiles = ["README.md", "packages/*/README.md", "examples/*/README.md", "docs/guides/**/*.md"]

export const examplesOf = (file: string, markdown: string): ReadonlyArray<MarkdownExample> => {
  const examples: Array<MarkdownExample> = []
  const lines = markdown.split("\n")
  let heading = ""
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const headingMatch = /^#+ (.*)$/.exec(line)
    if (headingMatch !== null) heading = headingMatch[1]!
    const fence = /^(`{3,})(\S*) *(\S*)/.exec(line)
    if (fence === null) continue
    const opening = at
    for (at++; at < lines.length && !lines[at]!.startsWith(fence[1]!); at++);
    if (fence[2] !== "ts" && fence[2] !== "typescript") continue
    const code = lines.slice(opening + 1, at)
    const before = examples.at(-1)
    if (fence[3] === "next" && before?.mark !== undefined) {
      const blank = opening + 1 - before.line - before.code.split("\n").length
      examples[examples.length - 1] = { ...before, code: [before.code, ...Array<string>(blank).fill(""), ...code].join("\n") }
      continue
    }
    const mark = fence[3] === "run" || fence[3] === "types" ? fence[3] : undefined
    examples.push({ file, line: opening + 1, heading, mark, code: code.join("\n") })
  }
  return examples
}

const examplesFolder = ".docs-check"

/** Where an example stands as a module of its own; inside the repository, so that it finds the workspace's packages. */
const modulePath = (example: MarkdownExample) => `${examplesFolder}/${example.file}.L${example.line}.ts`

/** Writes the examples as modules, blank lines in front, so that a message's line is the Markdown's line. */
const writeModule = (example: MarkdownExample): string => {
  const path = root + modulePath(example)
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true })
  writeFileSync(path, `${"\n".repeat(example.line)}${example.code}\nexport {}\n`)
  return path
}

const allExamples = (): ReadonlyArray<MarkdownExample> =>
  globSync(markdownFiles, { cwd: root, exclude: ["**/node_modules/**"] })
    .flatMap((file) => examplesOf(file.replaceAll("\\", "/"), readFileSync(root + file, "utf8")))

/** The Markdown files that are test files: those with an example to run or one that lacks its mark. */
export const markdownTestFiles = (): ReadonlyArray<string> =>
  [...new Set(allExamples().filter((example) => example.mark !== "types").map((example) => example.file))]

/** Writes all marked examples and a tsconfig over them; returns how many there are. */
export const writeExamples = (): number => {
  rmSync(root + examplesFolder, { recursive: true, force: true })
  mkdirSync(root + examplesFolder)
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false }
  writeFileSync(`${root}${examplesFolder}/tsconfig.json`, JSON.stringify({ extends: "../tsconfig.base.json", compilerOptions, include: ["**/*.ts"] }))
  const examples = allExamples().filter((example) => example.mark !== undefined)
  for (const example of examples) writeModule(example)
  return examples.length
}

/** Turns the path of an example's module in a compiler message into that of the Markdown file; the line is the same. */
export const atMarkdown = (message: string): string => message.replaceAll(/\.docs-check\/(\S+)\.L\d+\.ts/g, "$1")

/** Vite plugin: a Markdown file as a test file, one test for each example to run. */
export const markdownTests = () => ({
  name: "markdown-tests",
  enforce: "pre" as const,
  transform: (markdown: string, id: string) => {
    if (!id.endsWith(".md")) return undefined
    const file = id.replaceAll("\\", "/").replace(root.replaceAll("\\", "/"), "")
    const tests = examplesOf(file, markdown).filter((example) => example.mark !== "types").map((example) => {
      const body = example.mark === "run"
        ? `import(${JSON.stringify(writeModule(example))})`
        : `{ throw new Error("${file}:${example.line}: write \`ts run\` (checked and run) or \`ts types\` (checked only) behind the fence") }`
      return `it(${JSON.stringify(`line ${example.line}: ${example.heading}`)}, () => ${body})`
    })
    return { code: `import { it } from "vitest"\n${tests.join("\n")}\n`, map: null }
  }
})
