import { assert, describe, it } from "@effect/vitest"
import { existsSync, globSync, readFileSync, statSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { root } from "../Workspace.ts"

const files = globSync(["*.md", "llms.txt", "docs/**/*.md", "packages/*/*.md", "packages/*/test/**/*.md", "examples/*/*.md", "bench/*.md"], { cwd: root, exclude: ["**/node_modules/**"] })

/** The text without its code. */
const prose = (markdown: string): string => markdown.replaceAll(/^(`{3,})[^]*?^\1/gm, "").replaceAll(/`[^`\n]*`/g, (code) => "_".repeat(code.length))

const linksOf = (markdown: string): ReadonlyArray<string> =>
  [...prose(markdown).matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1]!).filter((link) => !/^[a-z]+:/.test(link))

/** A heading's anchor, as GitHub makes it. */
const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set([...markdown.replaceAll(/^(`{3,})[^]*?^\1/gm, "").matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")))

/** Why a link leads nowhere, or undefined. */
const broken = (file: string, link: string): string | undefined => {
  const [path = "", anchor] = link.split("#")
  const target = path === "" ? file : normalize(join(dirname(file), path))
  if (!existsSync(root + target)) return `${file}: ${link} leads to no file`
  if (anchor === undefined || statSync(root + target).isDirectory()) return undefined
  return anchorsOf(readFileSync(root + target, "utf8")).has(anchor) ? undefined : `${file}: ${target} has no heading #${anchor}`
}

describe("Markdown links", () => {
  it("of every document lead to a file, and to a heading of it", () => {
    assert.isAbove(files.length, 10)
    assert.deepStrictEqual(files.flatMap((file) => linksOf(readFileSync(root + file, "utf8")).map((link) => broken(file, link))).filter((problem) => problem !== undefined), [])
  })

  it("are found outside code only, and refused where they lead nowhere", () => {
    assert.deepStrictEqual(linksOf("[a](x.md) `[b](y.md)` [c](https://z)\n```\n[d](w.md)\n```\n![e](p.png)"), ["x.md", "p.png"])
    assert.isUndefined(broken("README.md", "docs/policy.md#thresholds"))
    assert.include(broken("README.md", "docs/policy.md#no-such"), "no heading")
    assert.include(broken("docs/policy.md", "nowhere.md"), "no file")
  })
})

/** Paths of the repository that a text names in code: `scripts/verify.ts`; `core/policy/Policy.ts` is short for the package's sources. */
const pathsOf = (markdown: string): ReadonlyArray<string> =>
  [...markdown.matchAll(/`((?:packages|examples|scripts|docs|bench|core|forms|testing|\.ci|\.changeset)\/[\w./@-]+)`/g)]
    .map((match) => match[1]!.replace(/^(core|forms|testing)\//, "packages/$1/src/"))

describe("Paths", () => {
  it("that the pages for developers name are there", () => {
    const named = ["README.md", "CONTRIBUTING.md", "AGENTS.md"].flatMap((file) => pathsOf(readFileSync(root + file, "utf8")).map((path) => `${file}: ${path}`))
    assert.isAbove(named.length, 20)
    assert.deepStrictEqual(named.filter((one) => !existsSync(root + one.split(": ")[1]!)), [])
  })

  it("are found in code, a pattern is none", () => {
    assert.deepStrictEqual(pathsOf("`scripts/verify.ts` scripts/x.ts `packages/*/src` `.ci/run` `core/policy/Policy.ts`"), ["scripts/verify.ts", ".ci/run", "packages/core/src/policy/Policy.ts"])
  })
})

describe("The decisions' index", () => {
  const decisions = globSync("0*.md", { cwd: `${root}docs/decisions` })

  it("lists every decision", () => {
    const index = readFileSync(`${root}docs/decisions/README.md`, "utf8")
    assert.deepStrictEqual(decisions.filter((file) => !index.includes(`[${Number(file.slice(0, 4))}](${file})`)), [])
  })

  it("gives each decision a number of its own", () => {
    const byNumber = Map.groupBy(decisions, (file) => file.slice(0, 4))
    assert.deepStrictEqual([...byNumber.values()].filter((files) => files.length > 1), [])
  })
})
