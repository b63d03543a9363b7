/**
 * The server's own secrets. The operator sets them, or they are made at random and kept in the data directory, readable by its
 * owner only. Several servers on one database need the same secrets, so there the operator sets them.
 */
import { createHmac, randomBytes } from "node:crypto"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

const BYTES = 32

/** A secret of its own for each purpose, so that one tells nothing of another. */
export const derived = (secret: string, purpose: string): Buffer => createHmac("sha256", secret).update(purpose).digest()

/** The secrets in the file, the first one first. The last one is in force. */
export const succession = (file: string): readonly [string, ...ReadonlyArray<string>] => {
  const [first = "", ...later] = kept(file).split(/\s+/)
  return [first, ...later]
}

/** Puts a new secret behind the others of the file. The file is replaced as a whole. */
export const succeed = (file: string): void => {
  const secrets = [...succession(file), randomBytes(BYTES).toString("base64url")]
  writeFileSync(`${file}.new`, `${secrets.join("\n")}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** The secret in the file, which is made at the first call. */
export const kept = (file: string): string => {
  try {
    return readFileSync(file, "utf8").trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
  const secret = randomBytes(BYTES).toString("base64url")
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: "wx" })
  return secret
}
