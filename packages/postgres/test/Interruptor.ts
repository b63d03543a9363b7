/**
 * Stands between a driver and a server and breaks the connection at one statement: before the server has it, or after the
 * server has carried it out and before the driver hears of it.
 */
import { once } from "node:events"
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net"

const SYNC = 0x53
const READY_FOR_QUERY = 0x5a

/** How far messages go that are whole, and where the counted ones among them end. */
const scan = (bytes: Buffer, counted: number): { readonly whole: number; readonly ends: ReadonlyArray<number> } => {
  const ends: Array<number> = []
  let at = 0
  while (at + 5 <= bytes.length && at + 1 + bytes.readInt32BE(at + 1) <= bytes.length) {
    const type = bytes[at]
    at += 1 + bytes.readInt32BE(at + 1)
    if (type === counted) ends.push(at)
  }
  return { whole: at, ends }
}

export class Interruptor {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private asked = 0
  private answered = 0
  private cutAt = Number.POSITIVE_INFINITY
  private mode: "before" | "after" = "before"
  /** Whether it has broken a connection since it was told to. */
  hasCut = false

  private readonly port: number

  private constructor(port: number) {
    this.port = port
    this.server = createServer((client) => this.join(client))
  }

  static async start(port: number): Promise<Interruptor> {
    const made = new Interruptor(port)
    made.server.listen(0, "127.0.0.1")
    await once(made.server, "listening")
    return made
  }

  get ownPort(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** From here on: breaks the connection at the n-th statement, counted from 1. */
  cut(mode: "before" | "after", statement: number): void {
    this.asked = 0
    this.answered = 0
    this.mode = mode
    this.cutAt = statement
    this.hasCut = false
  }

  /** How many statements were sent since it was last told to cut. */
  get statements(): number {
    return this.asked
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    this.server.close()
    await once(this.server, "close")
  }

  private join(client: Socket): void {
    const server = connect(this.port, "127.0.0.1")
    const end = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      this.sockets.add(socket)
      socket.setNoDelay(true).on("error", end).on("close", () => {
        this.sockets.delete(socket)
        end()
      })
    }
    const isDue = (mode: "before" | "after", count: number): boolean => {
      if (this.mode !== mode || count !== this.cutAt) return false
      this.cutAt = Number.POSITIVE_INFINITY
      this.hasCut = true
      return true
    }
    let fromClient: Buffer = Buffer.alloc(0)
    let isStarted = false
    client.on("data", (chunk: Buffer) => {
      if (!isStarted) {
        // The first message says no type.
        isStarted = true
        server.write(chunk)
        return
      }
      fromClient = Buffer.concat([fromClient, chunk])
      const { ends, whole } = scan(fromClient, SYNC)
      let sent = 0
      for (const at of ends) {
        if (isDue("before", ++this.asked)) return end()
        server.write(fromClient.subarray(sent, at))
        sent = at
      }
      if (whole > sent) server.write(fromClient.subarray(sent, whole))
      fromClient = fromClient.subarray(whole)
    })
    let fromServer: Buffer = Buffer.alloc(0)
    server.on("data", (chunk: Buffer) => {
      fromServer = Buffer.concat([fromServer, chunk])
      const { ends, whole } = scan(fromServer, READY_FOR_QUERY)
      let sent = 0
      for (const at of ends) {
        if (isDue("after", ++this.answered)) return end()
        client.write(fromServer.subarray(sent, at))
        sent = at
      }
      if (whole > sent) client.write(fromServer.subarray(sent, whole))
      fromServer = fromServer.subarray(whole)
    })
  }
}
