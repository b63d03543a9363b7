import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Records from "@crm-procedure/core/register/Records"
import { Intake } from "@crm-procedure/http-api/imports/Intake"
import type { Batch } from "@crm-procedure/http-api/imports/Intake"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import * as FileIntake from "../src/files/FileIntake.ts"

const read = (mediaType: string, bytes: Uint8Array): Promise<ReadonlyArray<Batch<{ readonly createdAt: number; readonly source?: string | undefined }>>> =>
  Effect.gen(function*() {
    const intake = yield* Intake
    const reading = { kind: "prospects" as const, mediaType, dealership: "d", zone: Calendar.bogota, reading: Policy.readingOf(Policy.gcPro05), receivedAt: 0 }
    return yield* Stream.runCollect(intake.read(reading, Stream.fromIterable([bytes])))
  }).pipe(Effect.provide(FileIntake.layer.pipe(Layer.provide(Records.Records.layerMemory))), Effect.runPromise)

describe("a file that is imported", () => {
  it("is read as the command reads it, and says how it was read", async () => {
    const text = "sep=;\r\nProspectos de marzo;;;;;\r\nId prospecto;Fecha creación;Id asesor;Id sede;Id marca;Fuente\r\nP1;5/03/2024 2:30 p. m.;A1;S1;M1;Vitrina\r\nP2;13/03/2024;A1;S1;M1;MarÃ±a;;\r\n;;;;;\r\n;;;;;\r\nTotal: 2;;;;;\r\n"
    const batches = await read("text/csv", Buffer.from(text, "latin1"))
    const records = batches.flatMap((batch) => batch.records)
    assert.deepEqual(records.map(({ createdAt, source }) => [Calendar.formatInstant(Calendar.bogota, createdAt), source]), [
      ["2024-03-05T14:30:00-05:00", "walk-in"],
      ["2024-03-13T00:00:00-05:00", "Marña"]
    ])
    assert.deepEqual(batches.at(-1)?.whole, { dayFirst: 2, encoding: "windows-1252", skipped: 2, unknownColumns: [] })
    assert.deepEqual(batches.flatMap(({ repairs = [] }) => repairs.map(({ line }) => line)), [5])
  })

  it("may be NDJSON as programs write it", async () => {
    const ids = { advisorId: "A1", branchId: "S1", brandId: "M1" }
    const lines = ["2024-03-05T19:30:00.123456Z", "2024-03-05T19:30:00.1Z", "2024-03-05T19:30:00+00", "2024-03-05 9:05", "5/03/2024"].map((createdAt, at) => JSON.stringify({ prospectId: `P${at}`, createdAt, ...ids, source: "\u202aWEB\u202c" }))
    const batches = await read("application/x-ndjson", new TextEncoder().encode(lines.join("\n")))
    assert.deepEqual(batches.flatMap(({ records }) => records).map(({ createdAt, source }) => [Calendar.formatInstant(Calendar.bogota, createdAt), source]), [
      ["2024-03-05T14:30:00.123-05:00", "web"],
      ["2024-03-05T14:30:00.100-05:00", "web"],
      ["2024-03-05T14:30:00-05:00", "web"],
      ["2024-03-05T09:05:00-05:00", "web"],
      ["2024-03-05T00:00:00-05:00", "web"]
    ])
    assert.deepEqual(batches.at(-1)?.whole, { dayFirst: 1, encoding: "utf-8", unknownColumns: [] })
  })
})
