/** A small sign beside a word that says the same. Drawn, since not every font has these characters. */
const paths = {
  check: "M3 8.5 6.5 12 13 4.5",
  cross: "M4 4 12 12 M12 4 4 12",
  dots: "M3.5 8h.01 M8 8h.01 M12.5 8h.01",
  alert: "M8 3v6.5 M8 12.8h.01",
  back: "M13 8H3 M7 4 3 8l4 4",
  previous: "M10 3 5 8l5 5",
  next: "M6 3l5 5-5 5",
  search: "M7 12a5 5 0 1 1 0-10 5 5 0 0 1 0 10Z M10.8 10.8 14 14"
} as const

export const Sign = ({ of }: { readonly of: keyof typeof paths }) => (
  <svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={paths[of]} />
  </svg>
)
