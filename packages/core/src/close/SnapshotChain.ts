/**
 * Verifies the chain of a dealership's closed periods from its texts alone, and names the first break with its link.
 *
 * A person who can write every file can also forge a whole chain. The last digest guards against that where this person can't
 * change it: printed on the signed form, or mailed to a third person.
 *
 * @see docs/decisions/0009-period-close.md
 *
 * @example
 * ```ts run
 * import { SnapshotChain } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * // Give it the texts of a dealership's snapshots in their order, with the digests that were kept.
 * assert.equal(SnapshotChain.verify([]).firstBreak, undefined)
 * ```
 */
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import * as ClosedPeriod from "./ClosedPeriod.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as FrozenLists from "./FrozenLists.ts"

/** A link as it was read. */
export interface Link {
  /** Its file name, for messages. */
  readonly name: string
  readonly text: string
  /** The digest that was recorded elsewhere; undefined where there is none. */
  readonly recordedDigest?: string | undefined
  /** The digests of the frozen files beside it, by name. Files inside the snapshot need none. */
  readonly fileDigests?: Readonly<Record<string, string | undefined>> | undefined
}

/** What can be broken, in the order of the checks. */
export type BreakKind =
  | "digest"
  | "canonical"
  | "format"
  | "name"
  | "sequence"
  | "previous-digest"
  | "result-digest"
  | "policy-digest"
  | "period"
  | "reopening"
  | "file"

/** The first break. `place` is the link's place in the chain, from 0. */
export interface Break {
  readonly place: number
  readonly name: string
  readonly kind: BreakKind
  readonly found: string
  readonly expected: string
  readonly message: Bilingual
}

/** A link without a break. */
export interface Verified {
  readonly digest: string
  readonly snapshot: ClosedPeriod.Snapshot
}

/** The links up to the first break. */
export interface Verification {
  readonly verified: ReadonlyArray<Verified>
  readonly firstBreak: Break | undefined
}

const meanings: Readonly<Record<BreakKind, Bilingual>> = {
  "digest": { es: "la huella del archivo no es la que se registró", en: "the file's digest is not the one that was recorded" },
  "canonical": { es: "el texto no es JSON canónico (RFC 8785)", en: "the text is not canonical JSON (RFC 8785)" },
  "format": { es: "no es el cierre de un período", en: "it is not a closed period's snapshot" },
  "name": { es: "el nombre no es el de su lugar y período", en: "the name is not that of its place and period" },
  "sequence": { es: "no está en su lugar de la cadena", en: "it is not in its place of the chain" },
  "previous-digest": { es: "no sigue al cierre anterior", en: "it does not follow the snapshot before it" },
  "result-digest": { es: "la huella del resultado no es la de su contenido", en: "the result's digest is not that of its content" },
  "policy-digest": { es: "la huella de la política no es la de su contenido", en: "the policy's digest is not that of its content" },
  "period": { es: "el resultado es de otro período", en: "the result is of another period" },
  "reopening": {
    es: "un período cerrado solo se cierra otra vez si se reabrió su último cierre",
    en: "a closed period is closed once more only after its last snapshot was reopened"
  },
  "file": { es: "el archivo congelado no es el que se cerró", en: "the frozen file is not the one that was closed" }
}

const breakAt = (place: number, name: string, kind: BreakKind, found: string, expected: string): Break => ({
  place,
  name,
  kind,
  found,
  expected,
  message: {
    es: `${name}: ${meanings[kind].es}. Se encontró ${found || "nada"}, se esperaba ${expected || "nada"}.`,
    en: `${name}: ${meanings[kind].en}. Found ${found || "nothing"}, expected ${expected || "nothing"}.`
  }
})

/** Verifies a chain from its first link to the first break. */
export const verify = (links: ReadonlyArray<Link>): Verification => {
  const verified: Array<Verified> = []
  for (const [place, link] of links.entries()) {
    const digest = CanonicalJson.digestOfText(link.text)
    const outcome = verifyLink(place, link, digest, verified)
    if ("kind" in outcome) return { verified, firstBreak: outcome }
    verified.push({ digest, snapshot: outcome })
  }
  return { verified, firstBreak: undefined }
}

const verifyLink = (
  place: number,
  link: Link,
  digest: string,
  before: ReadonlyArray<Verified>
): Break | ClosedPeriod.Snapshot => {
  const differs = (kind: BreakKind, found: string, expected: string): Break | undefined =>
    found === expected ? undefined : breakAt(place, link.name, kind, found, expected)
  const recorded = differs("digest", digest, link.recordedDigest ?? digest)
  if (recorded !== undefined) return recorded
  const snapshot = ClosedPeriod.parse(link.text)
  if (snapshot === undefined) return breakAt(place, link.name, "format", `${link.text.length} characters`, ClosedPeriod.FORMAT)
  const last = before.findLast((one) => one.snapshot.period === snapshot.period)?.snapshot.sequence
  return differs("canonical", digest, CanonicalJson.digest(snapshot)) ??
    differs("name", link.name, ClosedPeriod.fileName(snapshot.sequence, snapshot.period)) ??
    differs("sequence", String(snapshot.sequence), String(place)) ??
    differs("previous-digest", snapshot.previousDigest, before.at(-1)?.digest ?? "") ??
    differs("result-digest", snapshot.resultDigest, CanonicalJson.digest(snapshot.result)) ??
    differs("policy-digest", snapshot.result.policyDigest, CanonicalJson.digest(snapshot.result.policy)) ??
    differs("period", `${snapshot.result.period} ${snapshot.result.scorecard.period}`, `${snapshot.period} ${snapshot.period}`) ??
    differs("reopening", String(snapshot.reopening?.sequence ?? ""), String(last ?? "")) ??
    verifyFiles(place, link, snapshot) ??
    snapshot
}

const verifyFiles = (place: number, link: Link, snapshot: ClosedPeriod.Snapshot): Break | undefined => {
  for (const name of FrozenLists.names) {
    const inside = snapshot.files?.[name]
    const found = inside === undefined ? link.fileDigests?.[name] : CanonicalJson.digestOfText(inside)
    const expected = snapshot.result.files[name]
    if (found !== expected) return breakAt(place, `${link.name.replace(/\.json$/, "")}/${name}`, "file", found ?? "", expected)
  }
  return undefined
}
