/** What the page says aloud and shows for a moment: the result of an action. */
import { useLayoutEffect, useState } from "preact/hooks"

export interface Announcement {
  readonly text: string
  /** `told`: something to know, or to do next. */
  readonly tone: "done" | "told" | "refused"
  /** Tells two with the same text apart. */
  readonly number: number
}

let last: Announcement | undefined
const listeners = new Set<(announcement: Announcement | undefined) => void>()

/** Whether the next view still says what was said before it. */
let isCarried = false

/** Announces what was done, or that it was refused. `carried`: the next view says it too. */
export const announce = (text: string, tone: Announcement["tone"] = "done", carried = false): void => {
  isCarried = carried
  last = { text, tone, number: (last?.number ?? 0) + 1 }
  for (const listener of listeners) listener(last)
}

/** Removes what the last view said. */
export const leave = (): void => {
  if (!isCarried) silence()
  isCarried = false
}

/** Takes back what was said. */
export const silence = (): void => {
  for (const listener of listeners) listener(undefined)
}

export const useAnnouncement = (): Announcement | undefined => {
  const [announcement, setAnnouncement] = useState<Announcement | undefined>()
  // Before the first picture: what is announced right after it must be heard.
  useLayoutEffect(() => {
    listeners.add(setAnnouncement)
    return () => void listeners.delete(setAnnouncement)
  }, [])
  return announcement
}
