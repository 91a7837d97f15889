import { deviceKey, versionKey } from '../model/index.ts'

/** True when maker and model say enough to name a model. */
export function namesModel(maker: string | undefined, model: string | undefined): boolean {
  return maker !== undefined && model !== undefined && deviceKey(maker, model) !== undefined
}

/** True when a text says which version it is: `unknown`, `N/A` and a bare `Version` do not, and no SBOM may speak for all such devices. */
export function namesVersion(version: string): boolean {
  const key = versionKey(version)
  return key.length > 0 && /[\p{L}\p{N}]/u.test(key) && !nothingSaid.has(key)
}

const nothingSaid = new Set([
  'unknown',
  'noassertion',
  'none',
  'n-a',
  'na',
  'null',
  'undefined',
  'inconnu',
  'inconnue',
  'version',
])
