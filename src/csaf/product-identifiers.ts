import type { FileHashes, ProductIdentifiers } from './document.ts'
import { entriesOf, known, own, textOf, textsOf } from './fields.ts'
import type { Entry, Problems } from './fields.ts'

/** `product_identification_helper`; 2.0 has one `purl`, 2.1 a list of `purls`. */
export function readIdentifiers(problems: Problems, entry: Entry): ProductIdentifiers {
  if (Object.keys(entry.fields).length === 0) return none
  const purl = textOf(problems, entry, 'purl')
  return {
    ...known({ cpe: textOf(problems, entry, 'cpe') }),
    purls: [...(purl === undefined ? [] : [purl]), ...textsOf(problems, entry, 'purls')],
    hashes: entriesOf(problems, entry, 'hashes').map((each) => readHashes(problems, each)),
    modelNumbers: patternsOf(problems, entry, { key: 'model_numbers', test: '6.1.43' }),
    serialNumbers: patternsOf(problems, entry, { key: 'serial_numbers', test: '6.1.44' }),
    skus: patternsOf(problems, entry, { key: 'skus', test: '6.1.61' }),
    sbomUrls: textsOf(problems, entry, 'sbom_urls'),
    genericUris: entriesOf(problems, entry, 'x_generic_uris').flatMap((each) => {
      const uri = textOf(problems, each, 'uri')
      return uri === undefined ? [] : [{ namespace: textOf(problems, each, 'namespace') ?? '', uri }]
    }),
  }
}

/** Patterns with `?` and `*`; a second `*` that no backslash takes its meaning is told. */
function patternsOf(
  problems: Problems,
  entry: Entry,
  { key, test }: { readonly key: string; readonly test: string },
): readonly string[] {
  const patterns = textsOf(problems, entry, key)
  for (const [index, pattern] of patterns.entries()) {
    const stars = pattern.replaceAll(/\\./g, '').split('*').length - 1
    if (stars > 1) problems.doubt(`${entry.place}/${key}/${index}`, `“${pattern}” has more than one *`, test)
  }
  return patterns
}

const none: ProductIdentifiers = {
  purls: [],
  hashes: [],
  modelNumbers: [],
  serialNumbers: [],
  skus: [],
  sbomUrls: [],
  genericUris: [],
}

function readHashes(problems: Problems, entry: Entry): FileHashes {
  const digests: { readonly algorithm: string; readonly digest: string }[] = []
  for (const each of entriesOf(problems, entry, 'file_hashes')) {
    const algorithm = (textOf(problems, each, 'algorithm') ?? 'sha256').toLowerCase()
    const digest = textOf(problems, each, 'value')?.toLowerCase()
    if (digest === undefined || !/^[0-9a-f]{32,}$/.test(digest)) {
      problems.lost(each.place, 'the value is no digest in hexadecimal of 32 digits or more; left out')
      continue
    }
    if (digests.some((other) => other.algorithm === algorithm))
      problems.doubt(each.place, `a second ${algorithm} digest of one file; both are kept`, '6.1.25')
    digests.push({ algorithm, digest })
  }
  if (digests.length === 0 && own(entry.fields, 'file_hashes') !== undefined)
    problems.doubt(entry.place, 'no digest of this file can be used')
  return { filename: textOf(problems, entry, 'filename') ?? '', digests }
}
