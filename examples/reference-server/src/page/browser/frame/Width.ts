/** How wide the window is, for what is drawn otherwise on a phone. */
import { useEffect, useState } from "preact/hooks"

const phone = matchMedia("(max-width: 47.99rem)")

/** Whether the window is a phone's; the styles have the same limit. */
export const useIsPhone = (): boolean => {
  const [isPhone, setPhone] = useState(phone.matches)
  useEffect(() => {
    const follow = (): void => setPhone(phone.matches)
    phone.addEventListener("change", follow)
    follow()
    return () => phone.removeEventListener("change", follow)
  }, [])
  return isPhone
}
