import type { FastifySchemaValidationError } from 'fastify'
import { ServerError } from './error.ts'

/** `the query parameter "limit" must be <= 500`: what is wrong and where, never the value. */
export function toValidationError(errors: FastifySchemaValidationError[], place: string): Error {
  const [first] = errors
  const path = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  const extra = first?.params['additionalProperty']
  const where =
    { querystring: 'the query', params: 'the address', body: 'the body', headers: 'the headers' }[place] ?? place
  const what =
    typeof extra === 'string'
      ? `knows no "${extra.slice(0, 60)}"`
      : `${path === '' ? '' : `"${path.slice(0, 60)}" `}${first?.message ?? 'is not as it should be'}`
  return new ServerError('requestInvalid', `${where}: ${what}; /api/v1/openapi.json tells what is taken`)
}
