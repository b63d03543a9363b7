/** What the page says aloud and shows for a moment: the result of an action. */
import { useEffect, useState } from "preact/hooks"

export interface Announcement {
  readonly text: string
  readonly tone: "done" | "refused"
  /** Tells two with the same text apart. */
  readonly number: number
}

let last: Announcement | undefined
const listeners = new Set<(announcement: Announcement | undefined) => void>()

/** Announces what was done, or that it was refused. */
export const announce = (text: string, tone: Announcement["tone"] = "done"): void => {
  last = { text, tone, number: (last?.number ?? 0) + 1 }
  for (const listener of listeners) listener(last)
}

/** Takes back what was said. */
export const silence = (): void => {
  for (const listener of listeners) listener(undefined)
}

export const useAnnouncement = (): Announcement | undefined => {
  const [announcement, setAnnouncement] = useState<Announcement | undefined>()
  useEffect(() => {
    listeners.add(setAnnouncement)
    return () => void listeners.delete(setAnnouncement)
  }, [])
  return announcement
}
