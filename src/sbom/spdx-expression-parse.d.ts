declare module 'spdx-expression-parse' {
  /** Parses an SPDX licence expression; throws where it is none. */
  export default function parse(text: string): unknown
}
