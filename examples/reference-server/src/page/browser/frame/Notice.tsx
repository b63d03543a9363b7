/** The last announcement, shown and read aloud. It stays until it is closed or another one comes. */
import { silence, useAnnouncement } from "./Announcement.ts"
import { Sign } from "./Sign.tsx"

export const Notice = () => {
  const announcement = useAnnouncement()
  return (
    <div class="notice-place">
      <div role="status" aria-live="polite">
        {announcement !== undefined && announcement.tone !== "refused" && <p key={announcement.number} class={`notice is-${announcement.tone}`}>{announcement.tone === "done" && <Sign of="check" />}{announcement.text}</p>}
      </div>
      <div role="alert">
        {announcement !== undefined && announcement.tone === "refused" && <p key={announcement.number} class="notice is-refused"><Sign of="alert" />{announcement.text}</p>}
      </div>
      {announcement !== undefined && <button type="button" class="notice-close" onClick={silence}>Cerrar aviso</button>}
    </div>
  )
}
