import { parsePurl, sourcesOfPurl } from '../model/index.ts'
import type { Component } from '../model/index.ts'

/**
 * Whether an SBOM tells from which source packages its distribution packages were built, by whose names advisories speak. Tools that
 * record sources leave them out where source and binary bear one name, as Debian itself does; so one that is stated shows that the
 * others are as good as stated. Where none is, `libssl1.1` does not say that it is built from `openssl`.
 */
export function statesSources(components: readonly Component[]): boolean {
  let hasPackages = false
  for (const component of components) {
    for (const text of component.purls) {
      const purl = isPackage.test(text) ? parsePurl(text) : undefined
      if (purl === undefined) continue
      if (sourcesOfPurl(purl, component.sourcePackages).length > 0) return true
      hasPackages = true
    }
  }
  return !hasPackages
}

/** How the purl of a distribution's package begins (`alpine` is what Syft once wrote for `apk`): most of a document's do not, and need not be read. */
const isPackage = /^\s*pkg:\/*(?:deb|rpm|apk|alpm|alpine)\//i
