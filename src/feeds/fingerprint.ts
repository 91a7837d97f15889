import { createHash } from 'node:crypto'
import type { Advisory, AffectedRange, Condition, VersionRange } from '../model/index.ts'

/**
 * 16 bytes of SHA-256 in hex over all that Auscult took from a record, sort keys included: it changes when the source changes something that we
 * use, or when a new Auscult reads the same text another way, and not when a field changes that nobody reads.
 */
export function fingerprintOf(advisory: Advisory): string {
  const text = JSON.stringify({
    ...advisory,
    ranges: advisory.ranges.map(rangeCells),
    conditions: advisory.conditions.map(conditionCells),
  })
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function rangeCells(range: AffectedRange): readonly unknown[] {
  const cells = [range.key, range.tier, range.text, range.cpe, range.condition, ...versionCells(range.range)]
  return range.undecided === undefined ? cells : [...cells, range.undecided]
}

function conditionCells(condition: Condition): unknown {
  const nodes = condition.nodes.map((node) => [
    node.operator,
    node.negate,
    node.operands.map((operand) => [operand.key, operand.vulnerable, operand.text, ...versionCells(operand.range)]),
  ])
  return [condition.operator, condition.negate, nodes]
}

function versionCells(range: VersionRange): readonly unknown[] {
  switch (range.is) {
    case 'interval':
      return [range.scheme, range.shape, latin1(range.lo), latin1(range.hi)]
    case 'unreadable':
      return [range.is, range.because]
    case 'all':
    case 'notApplicable':
      return [range.is]
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
