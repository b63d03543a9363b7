/**
 * A folder that holds a chain of closed periods: a snapshot `0000-2024-03.json` each, its frozen files in `0000-2024-03/`, and
 * `chain.sha256` with the digest of every snapshot in their order, as `sha256sum` writes and checks it.
 */
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import * as FrozenLists from "@crm-procedure/core/close/FrozenLists"
import * as SnapshotChain from "@crm-procedure/core/close/SnapshotChain"
import { createHash } from "node:crypto"
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"

const LIST = "chain.sha256"
const SNAPSHOT = /^[0-9]{4,}-.*\.json$/
const LISTED = /^([0-9a-f]{64}) {2}(.+)$/

const readText = (path: string): string => existsSync(path) ? readFileSync(path, "utf8") : ""

const BLOCK_BYTES = 1 << 20

/** Reads a file block by block; the block is used again for the next one. */
export const readBlocks = (path: string, take: (block: Uint8Array) => void): void => {
  const file = openSync(path, "r")
  try {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
    for (let length = readSync(file, block); length > 0; length = readSync(file, block)) take(block.subarray(0, length))
  } finally {
    closeSync(file)
  }
}

/** The SHA-256 of a file; undefined where there is none. */
const digestOfFile = (path: string): string | undefined => {
  if (!existsSync(path)) return undefined
  const sum = createHash("sha256")
  readBlocks(path, (block) => sum.update(block))
  return sum.digest("hex")
}

/** The links as they are found: those that are listed and those that are there, in the order of their names. */
const linksIn = (folder: string): ReadonlyArray<SnapshotChain.Link> => {
  const listed = new Map<string, string>()
  const lines = readText(join(folder, LIST)).split("\n")
  for (const [place, line] of lines.entries()) {
    if (line === "" && place === lines.length - 1) continue
    const [, digest = line, name = `${LIST}:${place + 1}`] = LISTED.exec(line) ?? []
    listed.set(name, listed.has(name) ? `${LIST}:${place + 1}` : digest)
  }
  const there = readdirSync(folder).filter((name) => SNAPSHOT.test(name))
  return [...new Set([...listed.keys(), ...there])].sort().map((name): SnapshotChain.Link => ({
    name,
    text: SNAPSHOT.test(name) ? readText(join(folder, name)) : "",
    recordedDigest: listed.get(name) ?? "",
    fileDigests: Object.fromEntries(FrozenLists.names.map((file) => [file, digestOfFile(join(folder, name.replace(/\.json$/, ""), file))]))
  }))
}

/** Verifies a folder's chain: its snapshots, its list, and every frozen file. Throws `Unusable` where there is no chain. */
export const verify = (folder: string): SnapshotChain.Verification => {
  if (!existsSync(folder)) throw new Unusable({ es: `No existe la carpeta ${folder}.`, en: `There is no folder ${folder}.` })
  const links = linksIn(folder)
  if (links.length === 0) {
    throw new Unusable({
      es: `${folder}: no hay ningún cierre; se esperaban archivos como 0000-2024-03.json y ${LIST}.`,
      en: `${folder}: there is no closed period; expected files like 0000-2024-03.json and ${LIST}.`
    })
  }
  return SnapshotChain.verify(links)
}

/** The links of a chain that is about to grow; throws `Unusable` when it does not hold. */
export const verified = (folder: string): ReadonlyArray<SnapshotChain.Verified> => {
  if (!existsSync(folder) || linksIn(folder).length === 0) return []
  const { firstBreak, verified } = verify(folder)
  if (firstBreak === undefined) return verified
  throw new Unusable({
    es: `La cadena ${folder} está rota; no se le agrega nada.\n${firstBreak.message.es}`,
    en: `The chain ${folder} is broken; nothing is added to it.\n${firstBreak.message.en}`
  })
}

/** Adds a snapshot, with its frozen files from the report's folder. Answers its digest. */
export const append = (folder: string, before: ReadonlyArray<SnapshotChain.Verified>, snapshot: ClosedPeriod.Snapshot, reportFolder: string): string => {
  const name = ClosedPeriod.fileName(snapshot.sequence, snapshot.period)
  const files = join(folder, name.replace(/\.json$/, ""))
  mkdirSync(files, { recursive: true })
  for (const file of FrozenLists.names) copyFileSync(join(reportFolder, file), join(files, file))
  const text = CanonicalJson.text(snapshot)
  const digest = CanonicalJson.digestOfText(text)
  // `wx`: who comes second finds the place taken, and takes nothing away.
  writeFileSync(join(folder, name), text, { flag: "wx" })
  const links = [...before.map((one) => ({ name: ClosedPeriod.fileName(one.snapshot.sequence, one.snapshot.period), digest: one.digest })), { name, digest }]
  const list = join(folder, LIST)
  writeFileSync(`${list}.new`, links.map((link) => `${link.digest}  ${link.name}\n`).join(""))
  renameSync(`${list}.new`, list)
  return digest
}
