import type { VersionScheme } from './scheme.ts'
import { apk } from './schemes/apk.ts'
import { composer } from './schemes/composer.ts'
import { cran } from './schemes/cran.ts'
import { datetime } from './schemes/datetime.ts'
import { deb } from './schemes/deb.ts'
import { gem } from './schemes/gem.ts'
import { hackage } from './schemes/hackage.ts'
import { lexicographic } from './schemes/lexicographic.ts'
import { maven } from './schemes/maven.ts'
import { natural } from './schemes/natural.ts'
import { nuget } from './schemes/nuget.ts'
import { openssl } from './schemes/openssl.ts'
import { pep440 } from './schemes/pep440.ts'
import { pub } from './schemes/pub.ts'
import { rpm } from './schemes/rpm.ts'
import { semver } from './schemes/semver.ts'

/** Every version scheme. */
export const schemes = [
  apk,
  composer,
  cran,
  datetime,
  deb,
  gem,
  hackage,
  lexicographic,
  maven,
  natural,
  nuget,
  openssl,
  pep440,
  pub,
  rpm,
  semver,
] as const satisfies readonly VersionScheme[]

export type SchemeId = (typeof schemes)[number]['id']

const byId: ReadonlyMap<string, VersionScheme> = new Map(schemes.map((scheme) => [scheme.id, scheme]))

/** The scheme of that id; undefined when there is none, as for an id that came from outside. */
export function schemeById(id: SchemeId): VersionScheme
export function schemeById(id: string): VersionScheme | undefined
export function schemeById(id: string): VersionScheme | undefined {
  return byId.get(id)
}
