/** Sends one thing at a time: what is asked for while something is on its way is not sent. */
import { useRef, useState } from "preact/hooks"

/** Whether something is on its way, and how to send. */
export const useOnce = (): readonly [isSending: boolean, send: (sending: () => Promise<unknown>) => void] => {
  const [isSending, setSending] = useState(false)
  const isUnderWay = useRef(false)
  const send = (sending: () => Promise<unknown>): void => {
    if (isUnderWay.current) return
    isUnderWay.current = true
    setSending(true)
    void sending().finally(() => {
      isUnderWay.current = false
      setSending(false)
    })
  }
  return [isSending, send]
}
