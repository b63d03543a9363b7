/**
 * Where the server listens and keeps its files: what must be known before anything is loaded. Everything else is read in
 * `Configuration.ts`.
 */
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Unusable } from "@crm-procedure/command-line/Unusable"

export interface Environment {
  readonly host: string
  readonly port: number
  /** The folder of the embedded database and of what the server makes for itself. */
  readonly dataDirectory: string
}

const portOf = (text: string | undefined): number => {
  if (text === undefined || text === "") return 3000
  if (/^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Unusable({
    es: `PORT: se encontró ${JSON.stringify(text)}, se esperaba un puerto de 0 a 65535.`,
    en: `PORT: found ${JSON.stringify(text)}, expected a port from 0 to 65535.`
  })
}

export const read = (environment: NodeJS.ProcessEnv): Environment => ({
  host: environment.HOST || "127.0.0.1",
  port: portOf(environment.PORT),
  dataDirectory: environment.DATA_DIR ? resolve(environment.DATA_DIR) : fileURLToPath(new URL("../../../../.data", import.meta.url))
})
