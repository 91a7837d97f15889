import { own } from '../fields.ts'
import type { Entry } from '../fields.ts'
import { documentOf, eachOf, metricsOf } from './check.ts'
import type { Check, Fault } from './check.ts'
import { fullNamesOf } from './purls.ts'

/** 6.1.60.1: an extension has `$schema`, `category`, `critical` and `content`, and nothing else. */
export const extensionShape: Check = {
  clause: '6.1.60.1',
  run: (root) => {
    const vulnerabilities = eachOf(root, 'vulnerabilities')
    const metrics = vulnerabilities.flatMap((each) => metricsOf(each).map(({ content }) => content))
    return [root, documentOf(root), ...fullNamesOf(root), ...vulnerabilities, ...metrics]
      .flatMap((holder) => eachOf(holder, 'x_extensions'))
      .flatMap(faultsOf)
  },
}

const isWellFormed: Readonly<Record<string, (value: unknown) => boolean>> = {
  $schema: (value) => typeof value === 'string' && value.startsWith('https://'),
  category: (value) => value === 'essential' || value === 'significant' || value === 'supplementary',
  critical: (value) => typeof value === 'boolean',
  content: (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
}

function faultsOf({ fields, place }: Entry): readonly Fault[] {
  const foreign = Object.keys(fields).filter((key) => !Object.hasOwn(isWellFormed, key))
  const wrong = Object.entries(isWellFormed).filter(([key, isRight]) => !isRight(own(fields, key)))
  return [
    ...foreign.map((key) => ({ place: `${place}/${key}`, message: 'an extension has no such field' })),
    ...wrong.map(([key]) => ({ place: `${place}/${key}`, message: `an extension needs a valid "${key}"` })),
  ]
}
