interface FilterProps {
  /** What it finds, in words. */
  readonly text: string
  readonly defaultValue?: string
  readonly onNarrow: (text: string) => void
}

/** Narrows a list to what holds a text. */
export function Filter({ text, defaultValue, onNarrow }: FilterProps) {
  return (
    <input
      type="search"
      className="kept-filter"
      aria-label={text}
      placeholder={text}
      maxLength={200}
      defaultValue={defaultValue}
      onChange={(event) => onNarrow(event.currentTarget.value)}
    />
  )
}
