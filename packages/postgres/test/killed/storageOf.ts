/** The storages that are killed: an embedded one by its folder, a server by its address. */
import type { Records } from "@crm-procedure/core/register/Records"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Pglite from "../../src/Pglite.ts"
import * as Postgres from "../../src/Postgres.ts"

export const storageOf = (kind: string, where: string): Layer.Layer<Records, unknown> =>
  kind === "pglite" ? Pglite.layer({ dataDir: where }) : Postgres.layer({ url: Redacted.make(where) })
