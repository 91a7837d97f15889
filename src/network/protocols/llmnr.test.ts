import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenDns } from '../dns/testing.ts'
import { assertSurvives, between, hear } from '../testing.ts'
import { llmnr } from './llmnr.ts'

const answering = between({ port: 5355 })
const answer = writtenDns({ flags: '8000', questions: [['ws-7', 1]], records: [['ws-7', 1, '0a000005']] })

test('who answers to a name bears it; what is asked for is forgotten', () => {
  assert.deepEqual(hear(llmnr, answer, answering).told, [
    {
      subject: { mac: '00:09:fb:00:00:05', ip: '10.0.0.5' },
      facts: [{ field: 'hostName', value: 'ws-7' }],
      confidence: 'strong',
    },
  ])
  const question = writtenDns({ flags: '0000', questions: [['doe-jane', 1]] })
  assert.deepEqual(hear(llmnr, question, answering), { told: [], dropped: { text: 1 }, malformed: 0 })
})

test('another port or operation is something else', () => {
  assert.equal(llmnr.recognises(answer, answering), true)
  assert.equal(llmnr.recognises(answer, between({ port: 53 })), false)
  assert.equal(llmnr.recognises(writtenDns({ flags: '2800', questions: [['ws-7', 1]] }), answering), false)
})

test('damaged messages harm nothing', () => assertSurvives(llmnr, answer, answering))
