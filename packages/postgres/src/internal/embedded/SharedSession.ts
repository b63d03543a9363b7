/**
 * Many connections on the one session of an embedded database. Connections take turns by the message, and rest behind long ones
 * (`FairTurns`). A connection inside a transaction keeps the session until the transaction ends, and loses it when its other side goes away.
 */
import type { PGlite } from "@electric-sql/pglite"
import type { MessagePort } from "node:worker_threads"
import * as Exchange from "./Exchange.ts"
import { FairTurns } from "./FairTurns.ts"

/** What a connection's port carries to the driver: bytes of an answer, or why the database is gone. Null from either side ends it. */
export type FromDatabase = Uint8Array | { readonly failure: string } | null

interface Connection {
  readonly port: MessagePort
  readonly frames: Array<Uint8Array>
  readonly role: string | undefined
  isStarted: boolean
}

export class SharedSession {
  private readonly database: PGlite
  /** A clock that only goes on. */
  private readonly millis: () => number
  private readonly connections = new Set<Connection>()
  /** Connections with messages to run. */
  private readonly turns = new FairTurns<Connection>()
  /** The connection whose transaction is open. */
  private holder: Connection | undefined
  /** Since when a connection has the session. */
  private heldSince = 0
  /** Asks again for a connection that rests. */
  private alarm: NodeJS.Timeout | undefined
  private role: string | undefined
  private isRunning = false

  constructor(database: PGlite, millis: () => number) {
    this.database = database
    this.millis = millis
  }

  /** Adds a connection. All connections that are open at once have the same role: the session has only one. */
  connect(port: MessagePort, role: string | undefined): void {
    const connection: Connection = { port, frames: [], role, isStarted: false }
    this.connections.add(connection)
    port.on("message", (frame: Uint8Array | null) => {
      if (frame === null) return port.close()
      if (Exchange.isEnd(frame) || !connection.isStarted && Exchange.isCancel(frame)) return
      connection.frames.push(frame)
      if (connection !== this.holder) this.turns.wait(connection)
      void this.run()
    })
    // Also when the thread of the other side has ended.
    port.on("close", () => this.remove(connection))
  }

  private remove(connection: Connection): void {
    this.connections.delete(connection)
    connection.frames.length = 0
    this.turns.remove(connection)
    void this.run()
  }

  private async run(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    try {
      for (;;) {
        if (this.holder !== undefined && !this.connections.has(this.holder)) {
          await this.database.exec("ROLLBACK")
          this.holder = undefined
        }
        const connection = this.holder ?? this.next()
        if (connection === undefined) return
        const frame = connection.frames.shift()
        if (frame !== undefined) await this.answer(connection, frame)
        // The next message of an open transaction calls this again. A connection that waited may have been served as the holder meanwhile.
        else if (connection === this.holder) return
      }
    } finally {
      this.isRunning = false
    }
  }

  private next(): Connection | undefined {
    clearTimeout(this.alarm)
    const now = this.millis()
    const next = this.turns.next(now)
    if (next === undefined) return undefined
    if ("againAt" in next) {
      this.alarm = setTimeout(() => void this.run(), next.againAt - now)
      return undefined
    }
    this.heldSince = now
    return next.connection
  }

  private async answer(connection: Connection, frame: Uint8Array): Promise<void> {
    try {
      if (!connection.isStarted) await this.start(connection)
      const reply = await Exchange.answer(this.database, frame)
      this.holder = Exchange.leavesIdle(reply) ? undefined : connection
      // A copy of its own: the bytes move to the other thread.
      const bytes = new Uint8Array(reply)
      connection.port.postMessage(bytes satisfies FromDatabase, [bytes.buffer])
    } catch (error) {
      this.holder = undefined
      connection.port.postMessage({ failure: error instanceof Error ? error.message : "the embedded database does not say why" } satisfies FromDatabase)
      connection.port.close()
    }
    if (this.holder !== undefined) return
    if (this.connections.has(connection)) this.turns.served(connection, this.heldSince, this.millis())
    if (connection.frames.length > 0) this.turns.wait(connection)
  }

  /** The first connection finds a clean session. A connection that joins others leaves their session as it is. */
  private async start(connection: Connection): Promise<void> {
    const isAlone = ![...this.connections].some((other) => other !== connection && other.isStarted)
    if (isAlone) await Exchange.renew(this.database, connection.role)
    else if (connection.role !== this.role) throw new Error(`The session has the role ${this.role ?? "(owner)"}, asked for was ${connection.role ?? "(owner)"}`)
    this.role = connection.role
    connection.isStarted = true
  }
}
