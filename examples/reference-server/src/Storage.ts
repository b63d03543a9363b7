/** Where records, keys and answers are kept: in Postgres where one is named, else embedded in this process. */
import * as Records from "@crm-procedure/core/Records"
import * as Safekeeping from "@crm-procedure/core/Safekeeping"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { Refusal } from "./Speech.ts"

export interface Options {
  readonly databaseUrl: Redacted.Redacted | undefined
  readonly dataDirectory: string
}

export type Storage = Records.Records | Safekeeping.Safekeeping

export const layer = (_options: Options): Layer.Layer<Storage, Refusal> => Layer.mergeAll(Records.Records.layerMemory, Safekeeping.Safekeeping.layerMemory)
