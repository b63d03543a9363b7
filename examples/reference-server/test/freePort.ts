import { randomInt } from "node:crypto"
import { createServer } from "node:net"

/** A port that is free, and stays so until it is used: a connection that goes out gets a port above these. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(16_384, 32_768)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => void server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => server.close(() => resolve(true))))
    if (isFree) return port
  }
}
