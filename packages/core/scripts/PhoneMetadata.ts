/**
 * Renews the kept metadata of phone numbers from the installed libphonenumber-js: all that says whether a number is valid, and
 * none of how numbers are grouped when they are shown. That is a quarter of what a web page loads of it.
 *
 *     node packages/core/scripts/PhoneMetadata.ts
 */
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"

type Metadata = Readonly<Record<"countries" | "nonGeographic", Record<string, Array<unknown>>>> & { readonly version: number }

/** Where a country's formats are in its entry, in version 4 of the metadata. */
const FORMATS = 4
const VERSION = 4

const metadata = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("libphonenumber-js/metadata.max.json"), "utf8")) as Metadata
if (metadata.version !== VERSION) throw new Error(`found metadata of version ${metadata.version}, expected ${VERSION}: see where its formats are now`)
for (const entry of [...Object.values(metadata.countries), ...Object.values(metadata.nonGeographic)]) entry[FORMATS] = 0
const text = JSON.stringify(metadata)
if (/[`]|\$\{/.test(text)) throw new Error("found a backtick or ${ in the metadata, expected none: write it as another literal")

writeFileSync(
  new URL("../src/identity/internal/PhoneMetadataList.ts", import.meta.url),
  `/** Data, written by scripts/PhoneMetadata.ts from libphonenumber-js (MIT): phone numbers of all countries, without their formats. Don't edit. */
import type { MetadataJson } from "libphonenumber-js/core"

export const phoneMetadata: MetadataJson = /* @__PURE__ */ JSON.parse(String.raw\`${text}\`)
`
)
