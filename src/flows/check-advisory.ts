import { checkCsaf } from '../csaf/index.ts'
import type { CsafProblem } from '../csaf/index.ts'

/** Everything that is wrong with the bytes of a CSAF document. Empty for a valid one. */
export async function checkAdvisory(bytes: Uint8Array): Promise<readonly CsafProblem[]> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return [{ severity: 'lost', place: '/', message: 'it is no JSON in UTF-8; give a CSAF 2.0 or 2.1 file' }]
  }
  return checkCsaf(value)
}
