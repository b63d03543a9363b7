/** A file that is written block by block. */
import { closeSync, openSync, writeSync } from "node:fs"

const append = (file: number, block: Uint8Array): void => {
  // On a full disk the system writes a part of the block, and reports the error at the next attempt.
  for (let written = 0; written < block.length;) written += writeSync(file, block, written, block.length - written)
}

/** Writes the blocks, each before the next one is made. */
export const write = (path: string, blocks: Iterable<Uint8Array>): void => {
  const file = openSync(path, "w")
  try {
    for (const block of blocks) append(file, block)
  } finally {
    closeSync(file)
  }
}
