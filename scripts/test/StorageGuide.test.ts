import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import { root } from "../Workspace.ts"

const guide = readFileSync(`${root}docs/guides/writing-a-storage-adapter.md`, "utf8")

it.effect("the guide for storage adapters states how many methods each port has, and names every method of the others", () =>
  Effect.gen(function*() {
    const records = Object.keys(yield* Records)
    const serviceStore = Object.keys(yield* ServiceStore)
    const intakeStore = Object.keys(yield* IntakeStore)
    assert.match(guide, new RegExp(`\\[\`Records\`\\]\\(\\S+\\) \\| ${records.length} \\|`))
    assert.match(guide, new RegExp(`\\[\`ServiceStore\`\\]\\(\\S+\\) \\| ${serviceStore.length} \\|`))
    assert.include(guide, `\`ServiceStore\` has ${serviceStore.length} methods`)
    assert.match(guide, new RegExp(`\\[\`IntakeStore\`\\]\\(\\S+\\) \\| ${intakeStore.length} \\|`))
    assert.include(guide, `\`IntakeStore\` has ${intakeStore.length} methods`)
    assert.deepStrictEqual(intakeStore.filter((name) => !guide.includes(`\`${name}\``)), [])
    assert.deepStrictEqual(serviceStore.filter((name) => !guide.includes(`\`${name}\``)), [])
  }).pipe(Effect.provide(Layer.mergeAll(Records.layerMemory, ServiceStore.layerMemory, IntakeStore.layerMemory))))
