import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameOrganisation } from './organisation.ts'

/** What an address becomes. Undefined: it stays as it is. */
function named(search: string, kept: string | null): string | undefined {
  const put: string[] = []
  const history = { state: null, replaceState: (_state: unknown, _title: string, url: string) => put.push(url) }
  const location = { pathname: '/ask', search, hash: '#affected' }
  nameOrganisation(location as Location, history as unknown as History, kept)
  return put.at(0)
}

test('an address that names no organisation is given the one that was chosen before; one that names another keeps it', () => {
  assert.equal(named('?q=openssl+%3C+1', 'n 1'), '/ask?q=openssl+%3C+1&organisation=n+1#affected')
  assert.equal(named('', 'n1'), '/ask?organisation=n1#affected')
  assert.equal(named('?organisation=n2', 'n1'), undefined)
  assert.equal(named('?q=log4j', null), undefined)
})
