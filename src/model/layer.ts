import type { PackageKey } from './package-key.ts'

/**
 * Where in a device a package sits. An SBOM that lists nothing of a layer says nothing about flaws in it.
 * `distribution` is a Linux distribution as a whole: the NVD names it wherever it packages the flawed application.
 */
export type Layer = 'application' | 'operatingSystem' | 'distribution' | 'firmware' | 'hardware'

const distributions =
  /^cpe\/o\/[^/]+\/(?:debian_linux|ubuntu_linux|fedora|enterprise_linux.*|linux|leap|opensuse|backports.*|suse_linux.*|linux_enterprise.*|package_hub|mandrake_linux.*|mandriva_linux|gentoo_linux|slackware_linux|alpine_linux|amazon_linux.*|rocky_linux|almalinux|mageia|centos.*|arch_linux|openeuler|photon_os)$/
const kernels =
  /^cpe\/o\/[^/]+\/(?:linux_kernel|windows.*|vxworks|qnx.*|freertos|threadx|zephyr|nucleus.*|integrity|lynxos|ucos.*|rtos|mqx|embos|nuttx|riot|android|freebsd|netbsd|openbsd|mac_os.*|macos|iphone_os|solaris|aix|hp-ux)$/

/** The layer a key speaks of. Oracle Linux is `linux`, hence that name among the distributions. */
export function layerOfKey(key: PackageKey): Layer {
  if (key.startsWith('cpe/h/')) return 'hardware'
  if (!key.startsWith('cpe/o/')) return 'application'
  if (distributions.test(key)) return 'distribution'
  return key.endsWith('firmware') ? 'firmware' : 'operatingSystem'
}

/** True for an operating system whose listing as affected means that the flaw is in it, not in something it packages. */
export function isKernel(key: PackageKey): boolean {
  return kernels.test(key)
}
