import { defineScheme, pushNumber, pushText } from '../key.ts'

/** OpenSSL: three numbers, then letters (up to 1.1.1) or nothing (from 3.0); `-dev`, `-alpha1`, `-beta1` and `-pre1` come before. */
export const openssl = defineScheme({
  id: 'openssl',
  source: 'https://github.com/openssl/general-policies/blob/master/policies/versioning-policy.md',
  encode,
})

const opensslPattern = /^([0-9]+)\.([0-9]+)\.([0-9]+)([a-z]*)(?:-(dev|alpha|beta|pre)([0-9]*))?$/

const stages = ['dev', 'alpha', 'beta', 'pre']
const RELEASE = stages.length

function encode(version: string): number[] | undefined {
  const match = opensslPattern.exec(version.toLowerCase())
  if (match === null) return undefined
  const [, major = '', minor = '', fix = '', letters = '', stage, stageNumber = ''] = match
  const bytes: number[] = []
  for (const number of [major, minor, fix]) pushNumber(bytes, number)
  pushText(bytes, letters)
  bytes.push(stage === undefined ? RELEASE : stages.indexOf(stage))
  pushNumber(bytes, stageNumber)
  return bytes
}
