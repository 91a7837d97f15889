import { randomBytes } from 'node:crypto'
import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyReply } from 'fastify'

/** What no page of Auscult needs. */
const noFeatures = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'display-capture']
  .map((feature) => `${feature}=()`)
  .join(', ')

/** Headers of every answer. What is not the page is nothing that a browser should run, frame or embed. */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginEmbedderPolicy: true,
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
  strictTransportSecurity: false, // plain HTTP inside one machine
}

/** Sets what helmet does not know. */
export function setFeaturePolicy(reply: FastifyReply): void {
  reply.header('permissions-policy', noFeatures)
}

/** The policy of the page, and the nonce that its styles carry: Mantine writes some at run time. */
export function pagePolicy(): { readonly policy: string; readonly nonce: string } {
  const nonce = randomBytes(18).toString('base64')
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return { policy: directives.join('; '), nonce }
}
