/**
 * The socket in the data directory by which commands about keys, backups and recounts ask the server that has the embedded database
 * open. Only the directory's owner can open it. It also tells a second server that the directory is in use.
 */
import type { Records } from "@crm-procedure/core/register/Records"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { Backup } from "@crm-procedure/postgres/Backup"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { chmodSync, mkdirSync, rmSync } from "node:fs"
import { createServer, request } from "node:http"
import { dirname, join } from "node:path"
import * as Recounting from "../database/Recounting.ts"
import * as Upkeep from "../heavy/Upkeep.ts"
import * as Storage from "../storage/Storage.ts"
import { carryOut, KeyOrder, Outcome } from "../keys/KeyOrder.ts"
import { Unusable } from "@crm-procedure/command-line/Unusable"

/** On Windows a pipe is no file: it has a name of its own. */
const pathOf = (dataDirectory: string): string =>
  process.platform === "win32" ? `\\\\.\\pipe\\crm-procedure${dataDirectory.replace(/[^A-Za-z0-9]/g, "-")}` : join(dataDirectory, "keys.sock")

const MAXIMUM_BYTES = 65_536

/** Sends an order to the server that has the directory; undefined where there is no such server. */
export const ask = (dataDirectory: string, order: KeyOrder): Promise<Outcome | undefined> => send(dataDirectory, "/", JSON.stringify(order), Outcome)

/** What came of a backup. */
export const Copied = Schema.Union([Schema.Struct({ bytes: Schema.Number }), Schema.Struct({ es: Schema.String, en: Schema.String })])

/** Has the server that has the directory copy its database; undefined where there is no such server. */
export const askForCopy = (dataDirectory: string, directory: string) => send(dataDirectory, BACKUP, directory, Copied)

/** Has the server that has the directory recount its database; undefined where there is no such server. */
export const askForRecount = (dataDirectory: string) => send(dataDirectory, RECOUNT, "", Recounting.Recounted)

const BACKUP = "/backup"
const RECOUNT = "/recount"

const send = <A>(dataDirectory: string, path: string, body: string, outcome: Schema.Decoder<A>): Promise<A | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath: pathOf(dataDirectory), path, method: "POST" }, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (piece: string) => text += piece)
      answer.on("end", () => {
        try {
          resolve(Schema.decodeUnknownSync(Schema.fromJsonString(outcome))(text))
        } catch (error) {
          reject(error)
        }
      })
    })
    asked.on("error", (error: NodeJS.ErrnoException) => error.code === "ENOENT" || error.code === "ECONNREFUSED" ? resolve(undefined) : reject(error))
    asked.end(body)
  })

const taken = (dataDirectory: string): Unusable =>
  new Unusable({
    es: `${dataDirectory} es de otro servidor que está funcionando: se esperaba una carpeta libre. Detenga ese servidor o use otra con DATA_DIR.`,
    en: `${dataDirectory} is another running server's: expected a free folder. Stop that server, or use another one with DATA_DIR.`
  })

/** Fails where another server has the directory. */
export const mustBeFree = (dataDirectory: string): Effect.Effect<void, Unusable> =>
  Effect.flatMap(
    Effect.promise(() => ask(dataDirectory, { order: "list" }).catch(() => undefined)),
    (answer) => answer === undefined ? Effect.void : Effect.fail(taken(dataDirectory))
  )

/** Serves the command for as long as the server lives. */
export const layer = (dataDirectory: string): Layer.Layer<never, never, ServiceStore.ServiceStore | Records | Storage.ThreadConnections> =>
  Layer.effectDiscard(Effect.gen(function*() {
    const context = yield* Effect.context<ServiceStore.ServiceStore | Records>()
    const connect = yield* Storage.ThreadConnections
    const path = pathOf(dataDirectory)
    const backup = Option.getOrUndefined(yield* Effect.serviceOption(Backup))
    const copied = (directory: string): Promise<typeof Copied.Type> =>
      Effect.runPromise(Effect.match(backup!.copyTo(directory), {
        onFailure: (error) => Storage.refusal(error).bilingual,
        onSuccess: (bytes) => ({ bytes })
      }))
    const recounted = async (): Promise<typeof Recounting.Recounted.Type> => ({ found: await Upkeep.inThread<ReadonlyArray<Recounting.Found>>(dataDirectory, connect) })
    const answer = async (text: string): Promise<Outcome> =>
      Effect.runPromiseWith(context)(Effect.flatMap(Schema.decodeUnknownEffect(Schema.fromJsonString(KeyOrder))(text), carryOut))
    const server = createServer((received, response) => {
      let text = ""
      received.setEncoding("utf8").on("data", (piece: string) => {
        text += piece
        if (text.length > MAXIMUM_BYTES) received.destroy()
      })
      received.on("end", () => {
        const asked: Promise<object> = received.url === BACKUP ? copied(text) : received.url === RECOUNT ? recounted() : answer(text)
        asked.then(
          (outcome) => response.end(JSON.stringify(outcome)),
          () => response.writeHead(500).end(JSON.stringify({ outcome: "refused", es: "El servidor no pudo hacerlo: su registro dice por qué.", en: "The server could not do it: its log says why." }))
        )
      })
    })
    yield* Effect.acquireRelease(
      Effect.callback<void>((resume) => {
        mkdirSync(dirname(path), { recursive: true })
        // No server answered: the socket is left from a server that was killed.
        if (process.platform !== "win32") rmSync(path, { force: true })
        // The path of the folder may be too long for a socket: then there is none.
        server.once("error", (error: NodeJS.ErrnoException) => resume(Effect.logWarning("keys can't be made while this server runs").pipe(Effect.annotateLogs({ code: error.code ?? "" }))))
        server.listen(path, () => {
          if (process.platform !== "win32") chmodSync(path, 0o600)
          resume(Effect.void)
        })
      }),
      () =>
        Effect.callback<void>((resume) => {
          server.closeAllConnections()
          server.close(() => resume(Effect.void))
        })
    )
  }))
