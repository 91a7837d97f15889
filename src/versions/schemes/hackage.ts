import { defineScheme, encodeNumbers } from '../key.ts'

/** Hackage: numbers between dots; a longer list comes after a list it begins with, so `1.0 < 1.0.0`. */
export const hackage = defineScheme({
  id: 'hackage',
  source: 'https://hackage.haskell.org/package/base/docs/Data-Version.html',
  encode: (version) => (/^[0-9]+(\.[0-9]+)*$/.test(version) ? encodeNumbers(version.split('.')) : undefined),
})
