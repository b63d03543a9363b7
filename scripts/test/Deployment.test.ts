/** The files of `deploy/`: what they run exists, and what they name is what the server has. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { root } from "../Workspace.ts"

const read = (path: string): string => readFileSync(root + path, "utf8")
const folder = mkdtempSync(join(tmpdir(), "crm-procedure-deploy-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The instructions of the Containerfile, each in one line. */
const instructions = read("deploy/Containerfile").replaceAll(/^#.*\n/gm, "").replaceAll(/\\\n\s*/g, "").trim().split("\n").map((line) => {
  const [, name, rest] = /^(\w+) (.*)$/.exec(line)!
  return { name, rest: rest! }
})

describe("the container", () => {
  it("runs Node's release of the workspace, as a user without rights, and names files that exist", () => {
    const major = /"node": "(\d+)\./.exec(read("package.json"))![1]
    assert.strictEqual(instructions[0]!.rest, `node:${major}-slim`)
    assert.isBelow(instructions.findIndex(({ name }) => name === "USER"), instructions.findIndex(({ name }) => name === "ENTRYPOINT"))
    const paths = instructions.flatMap(({ rest }) => [...rest.matchAll(/[\w./-]+\.ts/g)].map(([path]) => path))
    assert.isAtLeast(paths.length, 3)
    assert.deepStrictEqual(paths.filter((path) => !existsSync(root + path)), [])
  })

  it("bundles the server and the page with the commands of its last step", () => {
    const step = instructions.findLast(({ name }) => name === "RUN")!.rest
    assert.match(step, /^node -e "import.*&& node -e "import/)
    execFileSync("sh", ["-c", step.replaceAll(/(^|&& )node /g, `$1"${process.execPath}" `)], { cwd: root, stdio: "pipe" })
  })

  it("copies no secret, no data and no built file", () => {
    assert.includeMembers(read("deploy/Containerfile.dockerignore").trim().split("\n"), [".git", ".data", "**/node_modules", "**/dist"])
  })
})

describe("the compose file", () => {
  it("gives the server only variables that it reads, and takes every secret from outside", () => {
    const known = read("examples/reference-server/src/starting/Configuration.ts") + read("examples/reference-server/src/starting/Environment.ts")
    const server = /^ {2}server:\n([^]*?)^ {2}\w/m.exec(read("deploy/compose.yaml"))![1]!
    const variables = [...server.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)]
    assert.isAtLeast(variables.length, 7)
    for (const [, name, value] of variables) {
      assert.include(known, `"${name}"`)
      if (name!.endsWith("_SECRET") && name !== "OIDC_CLIENT_SECRET") assert.match(value!, new RegExp(`^\\$\\{${name}:\\?`))
    }
  })
})

describe("the systemd unit", () => {
  it("starts a file that exists, stops as long as the server may take, and passes systemd's own check where systemd is installed", () => {
    const unit = read("deploy/crm-procedure.service")
    const script = /^ExecStart=\S+ (\S+)$/m.exec(unit)![1]!
    assert.isTrue(existsSync(root + script))
    assert.match(unit, /^RestartPreventExitStatus=2$/m)
    assert.isAtLeast(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)![1]), 30)
    const tried = join(folder, "crm-procedure.service")
    writeFileSync(tried, unit.replace(/^User=.*$/m, "User=root").replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`))
    let systemd = true
    try {
      execFileSync("systemd-analyze", ["--version"], { stdio: "pipe" })
    } catch {
      systemd = false
    }
    if (systemd) assert.strictEqual(execFileSync("systemd-analyze", ["verify", "--man=no", tried], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }), "")
  })
})

describe("the alerts and the dashboard", () => {
  it("name metrics that the server exports", () => {
    const exported = read("examples/reference-server/src/serving/Telemetry.ts") + read("packages/http-api/src/request/RequestMetrics.ts")
    const used = [read("deploy/prometheus-rules.yml"), read("deploy/grafana-dashboard.json")].flatMap((text) => [...text.matchAll(/crm_procedure_[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, "")))
    assert.isAtLeast(used.length, 10)
    for (const name of new Set(used)) assert.include(exported, `"${name}"`, name)
    assert.strictEqual((JSON.parse(read("deploy/grafana-dashboard.json")) as { readonly panels: ReadonlyArray<unknown> }).panels.length, 6)
  })
})

describe("the list of packages", () => {
  it("has every locked package", () => {
    const file = join(folder, "sbom.json")
    execFileSync("npx", ["pnpm@12", "sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application", "--lockfile-only", "--out", file], { cwd: root, stdio: "pipe" })
    const { bomFormat, components } = JSON.parse(readFileSync(file, "utf8")) as { readonly bomFormat: string; readonly components: ReadonlyArray<{ readonly purl: string }> }
    assert.strictEqual(bomFormat, "CycloneDX")
    const listed = new Set(components.map(({ purl }) => decodeURIComponent(purl)))
    const locked = [.../^packages:\n([^]*?)^snapshots:/m.exec(read("pnpm-lock.yaml"))![1]!.matchAll(/^ {2}'?((?:@[^/@]+\/)?[^@\s']+)@([^:'(]+)'?:$/gm)]
    assert.isAtLeast(locked.length, 100)
    const missing = locked.map(([, name, version]) => `pkg:npm/${name}@${version}`).filter((purl) => !listed.has(purl))
    assert.deepStrictEqual(missing, [])
  })
})
