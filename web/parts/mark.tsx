/** The mark: an `a` whose bowl is the chest piece of a stethoscope. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M7 9.5C8.6 6.4 11.4 5 14.6 5 19.6 5 23 8.2 23 13.4V22c0 3 1.4 4.6 4 5" />
      <circle cx="14" cy="19.5" r="7.5" />
      <circle className="mark-heart" cx="14" cy="19.5" r="2" />
    </svg>
  )
}
