import { defineScheme, encodeNumbers } from '../key.ts'

/** CRAN: numbers between dots or hyphens, which mean the same; a longer list comes after a list it begins with. */
export const cran = defineScheme({
  id: 'cran',
  source: 'https://stat.ethz.ch/R-manual/R-devel/library/base/html/numeric_version.html',
  encode: (version) => (/^[0-9]+([.-][0-9]+)*$/.test(version) ? encodeNumbers(version.split(/[.-]/)) : undefined),
})
