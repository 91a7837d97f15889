import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { AnsweredDevice } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { gistOf, modelOf, nameOf } from './device-section.ts'
import { FoldIcon } from './icons.tsx'
import { flawsIn } from './to-confirm.ts'
import { ToConfirmHere } from './to-confirm.tsx'
import { WhyList } from './why-list.tsx'

/** One device of an answer; *why* opens below it. */
export function DeviceRow({ device }: { readonly device: AnsweredDevice }) {
  const { words } = useWords()
  const [isOpen, { toggle }] = useDisclosure(false)
  const whyId = `why-${device.deviceId}`
  return (
    <>
      <tr role="row" className="device-row">
        <th scope="row" role="rowheader" className="device-name">
          <Link to="/devices/$deviceId" params={{ deviceId: device.deviceId }}>
            {nameOf(device, words)}
          </Link>
        </th>
        <td role="cell" className="device-model">
          {modelOf(device, words)} <span className="device-version">{device.softwareVersion}</span>
          {device.scope === 'inScope' ? null : <span className="soft"> {words.device.scopes[device.scope]}</span>}
        </td>
        <td role="cell" className="device-place">
          {device.room === undefined ? null : <span>{words.answer.room(device.room)}</span>}
          {device.hostName === undefined ? null : <span className="device-host">{device.hostName}</span>}
        </td>
        <td role="cell" className="device-because">
          <div>
            <span>{gistOf(device)}</span>
            {device.whyTotal === 0 ? null : (
              <button
                type="button"
                className="plain-button"
                aria-expanded={isOpen}
                aria-controls={isOpen ? whyId : undefined}
                aria-label={words.answer.whyOf(nameOf(device, words))}
                onClick={toggle}
              >
                <FoldIcon /> {words.answer.why}
              </button>
            )}
          </div>
        </td>
      </tr>
      {isOpen ? (
        <tr role="row" className="device-why" id={whyId}>
          <td role="cell" colSpan={4}>
            <WhyList why={device.why} whyTotal={device.whyTotal} reasonSays={device.reasonSays}>
              <ToConfirmHere modelVersionId={device.modelVersionId} flaws={flawsIn(device.why)} />
            </WhyList>
          </td>
        </tr>
      ) : null}
    </>
  )
}
