interface IconProps {
  readonly path: string
}

function Icon({ path }: IconProps) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  )
}

export const GlassIcon = () => <Icon path="M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5" />
export const SunIcon = () => (
  <Icon path="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0-5v2m0 14v2m9-9h-2M5 12H3m15.4-6.4L17 7M7 17l-1.4 1.4m12.8 0L17 17M7 7 5.6 5.6" />
)
export const MoonIcon = () => <Icon path="M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5Z" />
export const FoldIcon = () => <Icon path="m9 6 6 6-6 6" />
export const DownIcon = () => <Icon path="M12 4v11m-5-4.5 5 5 5-5M5 20h14" />
export const PrinterIcon = () => <Icon path="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z" />
export const CareIcon = () => <Icon path="M12 3 2.5 20h19L12 3Zm0 7v5m0 2.5v.5" />
/** A shield, with what it bears inside. */
export const SealIcon = ({ path }: IconProps) => <Icon path={`M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6l-7-3Z${path}`} />
export const BlindIcon = () => (
  <Icon path="M4 4l16 16M9.9 5.2A9 9 0 0 1 12 5c5 0 8.500 4 9.500 7a11 11 0 0 1-2.600 4M6.500 7.500A11 11 0 0 0 2.500 12c1 3 4.500 7 9.500 7 1.600 0 3-.4 4.200-1M10 10a2.800 2.800 0 0 0 4 4" />
)
