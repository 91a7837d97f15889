import type { FieldSeen } from './observed.ts'
import { factLines } from './observed.ts'
import { Scrolls } from './scrolls.tsx'
import { useNetworkWords } from '../words/use-network-words.ts'
import './observed.css'

interface EvidenceProps {
  readonly fields: readonly FieldSeen[]
  readonly label: string
}

/** Every fact of a device on the network: who told it, how far it is believed, when and where it was seen. */
export function Evidence({ fields, label }: EvidenceProps) {
  const { net, formats } = useNetworkWords()
  const { columns, more } = net.observed
  return (
    <Scrolls label={label}>
      <table className="evidence">
        <thead>
          <tr>
            <th scope="col">{columns.fact}</th>
            <th scope="col">{columns.value}</th>
            <th scope="col">{columns.by}</th>
            <th scope="col">{columns.believed}</th>
            <th scope="col">{columns.seen}</th>
            <th scope="col">{columns.where}</th>
          </tr>
        </thead>
        <tbody>
          {factLines(fields, net, formats).map((line) => (
            <tr key={line.key}>
              <th scope="row">{line.field}</th>
              <td>
                <b>{line.value}</b>
                {line.more === 0 ? null : <small className="soft"> {more(line.more)}</small>}
              </td>
              <td>{line.by}</td>
              <td>
                {line.believed} <small className="soft">{line.told}</small>
              </td>
              <td>{line.seen}</td>
              <td>{line.where}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}
