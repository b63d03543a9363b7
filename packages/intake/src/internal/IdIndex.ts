/** A set of ids with the line of each, compact enough for millions: ids lie end to end in an arena, not as strings. */

const encoder = new TextEncoder()

export interface IdIndex {
  /** 0 when the id is new (it is then kept with `line`), else the line kept with it. */
  readonly firstLine: (id: string, line: number) => number
  readonly size: () => number
  /** Bytes held. */
  readonly bytes: () => number
}

/**
 * Open addressing over 32-bit hashes, ids as UTF-8 in one growing arena: some 25 bytes an id of ten characters. Lone
 * surrogates are told apart by writing such an id as JSON, which no other id equals, since it starts with a quote byte
 * 0xFF that UTF-8 never holds.
 */
export const make = (): IdIndex => {
  let capacity = 1024
  let hashes = new Int32Array(capacity)
  let entries = new Int32Array(capacity)
  let offsets = new Float64Array(512)
  let lines = new Int32Array(512)
  let arena = new Uint8Array(16384)
  let used = 0
  let size = 0
  let scratch = new Uint8Array(256)

  const write = (id: string): number => {
    if (id.length * 3 + 4 > scratch.length) scratch = new Uint8Array(id.length * 6 + 16)
    const length = id.length
    for (let i = 0; i < length; i++) {
      const code = id.charCodeAt(i)
      if (code > 127) return writeOther(id)
      scratch[i] = code
    }
    return length
  }
  const writeOther = (id: string): number => {
    if (id.isWellFormed()) return encoder.encodeInto(id, scratch).written
    const escaped = JSON.stringify(id)
    if (escaped.length + 1 > scratch.length) scratch = new Uint8Array(escaped.length * 3)
    scratch[0] = 0xff
    return 1 + encoder.encodeInto(escaped, scratch.subarray(1)).written
  }
  const grow = (): void => {
    const before = { capacity, hashes, entries }
    capacity *= 2
    hashes = new Int32Array(capacity)
    entries = new Int32Array(capacity)
    const mask = capacity - 1
    for (let i = 0; i < before.capacity; i++) {
      const entry = before.entries[i]!
      if (entry === 0) continue
      const hash = before.hashes[i]!
      let slot = hash & mask
      while (entries[slot] !== 0) slot = (slot + 1) & mask
      hashes[slot] = hash
      entries[slot] = entry
    }
  }
  const equals = (entry: number, length: number): boolean => {
    const from = offsets[entry]!
    if (offsets[entry + 1]! - from !== length) return false
    for (let i = 0; i < length; i++) if (arena[from + i] !== scratch[i]) return false
    return true
  }
  const append = (length: number, line: number): void => {
    if (size + 2 > offsets.length) {
      const larger = new Float64Array(offsets.length * 2)
      larger.set(offsets)
      offsets = larger
      const more = new Int32Array(offsets.length)
      more.set(lines)
      lines = more
    }
    if (used + length > arena.length) {
      const larger = new Uint8Array(Math.max(arena.length * 2, used + length))
      larger.set(arena)
      arena = larger
    }
    for (let i = 0; i < length; i++) arena[used + i] = scratch[i]!
    used += length
    lines[size] = line
    size++
    offsets[size] = used
  }

  return {
    firstLine: (id, line) => {
      const length = write(id)
      let hash = 0x811c9dc5 | 0
      for (let i = 0; i < length; i++) hash = Math.imul(hash ^ scratch[i]!, 0x01000193)
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
      hash ^= hash >>> 13
      if ((size + 1) * 2 > capacity) grow()
      const mask = capacity - 1
      let slot = hash & mask
      for (;;) {
        const entry = entries[slot]!
        if (entry === 0) break
        if (hashes[slot] === hash && equals(entry - 1, length)) return lines[entry - 1]!
        slot = (slot + 1) & mask
      }
      append(length, line)
      hashes[slot] = hash
      entries[slot] = size
      return 0
    },
    size: () => size,
    bytes: () => hashes.byteLength + entries.byteLength + offsets.byteLength + lines.byteLength + arena.byteLength
  }
}
