import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../flows/index.ts'

/** The language of `says`: the one in the address, else the one the browser prefers among ours, else English. Noted on the answer. */
export function languageOf(request: FastifyRequest, reply: FastifyReply): Language {
  const { lang } = request.query as { readonly lang?: Language }
  const language = lang ?? preferredOf(request.headers['accept-language'])
  reply.header('content-language', language)
  if (lang === undefined) reply.header('vary', 'accept-language')
  return language
}

/** `fr-CH, fr;q=0.9, en;q=0.8` prefers French. What is as welcome as the other wins by standing first. */
export function preferredOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '')
    .slice(0, longest)
    .split(',')
    .map((each) => {
      const [range = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase())
      const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? '1')
      return { language: range.split('-')[0], weight: Number.isFinite(weight) ? weight : 0 }
    })
  const ours = wishes.filter(({ language, weight }) => weight > 0 && (language === 'en' || language === 'fr'))
  const [best] = ours.toSorted((a, b) => b.weight - a.weight)
  return best?.language === 'fr' ? 'fr' : 'en'
}

const longest = 500
