import { foldWords } from './names.ts'

/** A system by what it is called, and what the NVD's dictionary calls it: `o/linux/linux_kernel`. */
interface NamedSystem {
  /** Names that nothing else goes by. */
  readonly names: readonly string[]
  /** Names of other things too: they count beside one of the suppliers, or where `isOnlySystem` and the part is an operating system. */
  readonly shared?: readonly string[]
  readonly suppliers?: readonly string[]
  /** No other operating system goes by the shared names. */
  readonly isOnlySystem?: true
  readonly products: readonly string[]
}

/** Names are folded. Source of the products: criteria of the NVD's CVE records; of the names: product pages of their makers. */
const systems: readonly NamedSystem[] = [
  {
    names: ['linux-kernel', 'kernel-linux', 'gnu-linux-kernel'],
    shared: ['linux', 'kernel'],
    suppliers: [
      'linux',
      'kernel-org',
      'linux-kernel-organization',
      'the-linux-kernel-organization',
      'linux-foundation',
      'linus-torvalds',
    ],
    products: ['o/linux/linux_kernel'],
  },
  {
    names: ['vxworks', 'vxworks-rtos', 'wind-river-vxworks', 'windriver-vxworks'],
    products: ['o/windriver/vxworks'],
  },
  {
    names: [
      'qnx',
      'qnx-os',
      'qnx-rtos',
      'blackberry-qnx',
      'qnx-neutrino',
      'qnx-neutrino-rtos',
      'qnx-neutrino-realtime-operating-system',
      'qnx-software-development-platform',
    ],
    products: ['a/blackberry/qnx_software_development_platform', 'o/blackberry/qnx_neutrino_rtos'],
  },
  { names: ['freertos', 'freertos-kernel'], products: ['o/amazon/freertos', 'a/amazon/freertos'] },
  {
    names: ['threadx', 'threadx-rtos', 'azure-rtos-threadx', 'eclipse-threadx', 'express-logic-threadx'],
    products: ['a/eclipse/threadx'],
  },
  {
    names: ['nucleus-rtos', 'mentor-nucleus', 'mentor-nucleus-rtos', 'siemens-nucleus-rtos'],
    shared: ['nucleus'],
    suppliers: ['mentor', 'mentor-graphics', 'siemens'],
    isOnlySystem: true,
    products: ['o/siemens/nucleus_rtos'],
  },
  {
    names: ['zephyr-rtos', 'zephyr-os', 'zephyr-project-rtos'],
    shared: ['zephyr'],
    suppliers: ['zephyr', 'zephyr-project', 'zephyrproject', 'linux-foundation'],
    isOnlySystem: true,
    products: ['o/zephyrproject/zephyr'],
  },
  {
    names: ['integrity-rtos', 'green-hills-integrity', 'green-hills-integrity-rtos'],
    shared: ['integrity'],
    suppliers: ['green-hills', 'green-hills-software', 'ghs'],
    isOnlySystem: true,
    products: ['o/ghs/integrity_rtos'],
  },
  {
    names: ['riot-os'],
    shared: ['riot'],
    suppliers: ['riot-os'],
    isOnlySystem: true,
    products: ['o/riot-os/riot'],
  },
  { names: ['contiki-ng'], products: ['o/contiki-ng/contiki-ng'] },
  { names: ['contiki-os'], shared: ['contiki'], isOnlySystem: true, products: ['o/contiki-os/contiki'] },
  { names: ['nuttx', 'apache-nuttx'], products: ['a/apache/nuttx'] },
  { names: ['mbed-os', 'arm-mbed-os'], products: ['o/arm/mbed_os'] },
  { names: ['enea-ose'], shared: ['ose'], suppliers: ['enea'], isOnlySystem: true, products: ['o/enea/ose'] },
]

/** What a part is said to be. */
export interface SystemSaid {
  readonly name: string
  readonly supplier?: string | undefined
  readonly isOperatingSystem: boolean
}

/** Products of the dictionary that a Linux kernel or a real-time system surely is, by its name, its supplier and what it is said to be; none otherwise. */
export function productsOfSystem({ name, supplier = '', isOperatingSystem }: SystemSaid): readonly string[] {
  const [words, maker] = [foldWords(name), foldWords(supplier)]
  const named = systems.find(({ names }) => names.includes(words))
  if (named !== undefined) return named.products
  const shared = systems.find(
    ({ shared: some = [], suppliers = [], isOnlySystem }) =>
      some.includes(words) && (suppliers.includes(maker) || (isOnlySystem === true && isOperatingSystem)),
  )
  return shared?.products ?? []
}
