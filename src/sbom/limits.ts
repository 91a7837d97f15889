/** What one document may ask of the machine. Beyond a limit the reader keeps what it has and lists what it left. */
export interface Limits {
  /** Size of the document, also after decompression. */
  readonly sizeBytes: number
  /** Components within components. The walk is iterative: the limit bounds the length of the places, not the stack. */
  readonly nestedLevels: number
  /** Each takes some kilobytes in memory until it is stored; the largest SBOMs seen have a tenth of this. */
  readonly components: number
  /** Objects, lists and what they hold, elements and attributes, or lines: each takes some hundred bytes in memory. */
  readonly values: number
  /**
   * Identifiers of one component that it is looked up by. Every two of them are weighed against each other, so a thousand take a million
   * steps. Of 2,700 collected SBOMs no component has more than 3 purls, 48 CPEs and one source package.
   */
  readonly purls: number
  readonly cpes: number
  readonly sourcePackages: number
  /** UTF-16 units of one field; the rest of a longer field is cut and listed. */
  readonly fieldLength: number
  /** Problems listed one by one; one more counts the rest. */
  readonly problems: number
  /** Open elements of an XML document: two per nested level, and some room. */
  readonly xmlDepth: number
}

export const limits: Limits = {
  sizeBytes: 256 * 1024 * 1024,
  nestedLevels: 1_000,
  components: 250_000,
  values: 4_000_000,
  purls: 50,
  cpes: 200,
  sourcePackages: 50,
  fieldLength: 64 * 1024,
  problems: 1_000,
  xmlDepth: 4_000,
}
