/** Long texts to a sink in pieces, with its back-pressure. */
import { setImmediate } from "node:timers/promises"
import type { ByteSink } from "../data/FormData.ts"

const encoder = new TextEncoder()
const pieceCharacters = 1 << 16
/** A sink that never waits would keep everything else from running, so the writer pauses by itself. */
const piecesBetweenPauses = 16

export class TextWriter {
  readonly #sink: ByteSink
  #text = ""
  #pieces = 0

  constructor(sink: ByteSink) {
    this.#sink = sink
  }

  append(text: string): void {
    this.#text += text
  }

  /** Passes on the text once there is enough of it. Await it now and then. */
  async ready(): Promise<void> {
    if (this.#text.length < pieceCharacters) return
    await this.finish()
    if (++this.#pieces % piecesBetweenPauses === 0) await setImmediate()
  }

  /** Passes on what is left. */
  async finish(): Promise<void> {
    if (this.#text === "") return
    const bytes = encoder.encode(this.#text)
    this.#text = ""
    await this.#sink.write(bytes)
  }
}
