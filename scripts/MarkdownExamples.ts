/**
 * The TypeScript examples of the documentation: those of Markdown files and those of doc comments.
 *
 * The first line of every fenced `ts` block says how it is checked. `ts run` is type-checked and run as a test. `ts types` is only
 * type-checked: it needs a server, a key or a file. `ts next` continues the block before it; both are one module. A `ts` block
 * without one of these marks is a failing test, so that no example goes stale unseen.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

export interface MarkdownExample {
  /** Path of the Markdown file or the source from the repository's root. */
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
const sourceFiles = ["packages/*/src/**/*.ts"]
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

/** The Markdown in the doc comments of a source, with every line in its place. Lines outside doc comments are blank. */
export const commentsOf = (source: string): string => {
  let isComment = false
  return source.split("\n").map((line) => {
    if (/^\s*\/\*\*/.test(line)) {
      isComment = !line.includes("*/")
      return ""
    }
    if (!isComment) return ""
    if (line.includes("*/")) isComment = false
    return isComment ? line.replace(/^\s*\* ?/, "") : ""
  }).join("\n")
}

const examplesFolder = ".docs-check"

/** The path of an example as a module of its own. It lies inside the repository, where the workspace's packages are found. */
const modulePath = (example: MarkdownExample) => `${examplesFolder}/${example.file}.L${example.line}.ts`

/** Writes an example as a module. Blank lines stand before it, so that a line in a message is the line in the documentation. */
export const writeModule = (example: MarkdownExample): string => {
  const path = root + modulePath(example)
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true })
  writeFileSync(path, `${"\n".repeat(example.line)}${example.code}\nexport {}\n`)
  return path
}

const examplesIn = (patterns: ReadonlyArray<string>, read: (text: string) => string): ReadonlyArray<MarkdownExample> =>
  globSync([...patterns], { cwd: root, exclude: ["**/node_modules/**"] }).sort()
    .flatMap((file) => examplesOf(file.replaceAll("\\", "/"), read(readFileSync(root + file, "utf8"))))

const ofMarkdown = () => examplesIn(markdownFiles, (text) => text)

/** The examples of the doc comments of the packages. */
export const ofDocComments = (): ReadonlyArray<MarkdownExample> => examplesIn(sourceFiles, commentsOf)

/** The Markdown files that are test files: those with an example to run, or with an example without a mark. */
export const markdownTestFiles = (): ReadonlyArray<string> =>
  [...new Set(ofMarkdown().filter((example) => example.mark !== "types").map((example) => example.file))]

/** Writes all marked examples and a tsconfig for them. Returns how many there are. */
export const writeExamples = (): number => {
  rmSync(root + examplesFolder, { recursive: true, force: true })
  mkdirSync(root + examplesFolder)
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false }
  writeFileSync(`${root}${examplesFolder}/tsconfig.json`, JSON.stringify({ extends: "../tsconfig.base.json", compilerOptions, include: ["**/*.ts"] }))
  const examples = [...ofMarkdown(), ...ofDocComments()].filter((example) => example.mark !== undefined)
  for (const example of examples) writeModule(example)
  return examples.length
}

/** A compiler message with the path of the Markdown file or source instead of the example's module. The line is the same. */
export const atMarkdown = (message: string): string => message.replaceAll(/\.docs-check\/(\S+)\.L\d+\.ts/g, "$1")

/** What to do about an example that has no mark. */
export const markMissing = ({ file, line }: MarkdownExample): string =>
  `${file}:${line}: write \`ts run\` (checked and run) or \`ts types\` (checked only) after the fence`

/** Vite plugin: a Markdown file is a test file with one test for each example to run. */
export const markdownTests = () => ({
  name: "markdown-tests",
  enforce: "pre" as const,
  transform: (markdown: string, id: string) => {
    if (!id.endsWith(".md")) return undefined
    const file = id.replaceAll("\\", "/").replace(root.replaceAll("\\", "/"), "")
    const tests = examplesOf(file, markdown).filter((example) => example.mark !== "types").map((example) => {
      const body = example.mark === "run"
        ? `import(${JSON.stringify(writeModule(example))})`
        : `{ throw new Error(${JSON.stringify(markMissing(example))}) }`
      return `it(${JSON.stringify(`line ${example.line}: ${example.heading}`)}, () => ${body})`
    })
    return { code: `import { it } from "vitest"\n${tests.join("\n")}\n`, map: null }
  }
})
