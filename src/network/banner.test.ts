import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readProducts } from './banner.ts'

const greetings: readonly (readonly [greeting: string, products: readonly string[]])[] = [
  ['OpenSSH_8.2p1 Ubuntu-4ubuntu0.5', ['OpenSSH 8.2p1']],
  ['dropbear_2019.78', ['dropbear 2019.78']],
  ['Apache/2.4.38 (Debian) OpenSSL/1.1.1d', ['Apache 2.4.38', 'OpenSSL 1.1.1d']],
  ['Microsoft-IIS/10.0', ['Microsoft-IIS 10.0']],
  ['nginx', []],
  ['(vsFTPd 3.0.3)', ['vsFTPd 3.0.3']],
  ['ProFTPD 1.3.5 Server (Ward) [10.0.0.7]', ['ProFTPD 1.3.5']],
  ['Welcome to the pump gateway, version 4.2(1)', ['pump gateway 4.2']],
  ['FTP server (Version 6.4) ready.', ['FTP server 6.4']],
  ['Samba 4.9.5-Debian', ['Samba 4.9.5-Debian']],
  ['ready since 10.11.2025', []],
  ['4.0.3 SSH Secure Shell', ['SSH Secure Shell 4.0.3']],
  ['WebLogic Server 8.1 SP3 Tue Jun 29', ['WebLogic Server 8.1 SP3']],
  ['ward7.example 10.0.0.7 FTP server (Version wu-2.6.2(1)) ready.', ['wu 2.6.2']],
  ['Servlet 2.4; JBoss-4.0.4.GA/Tomcat-5.5', ['Servlet 2.4', 'JBoss 4.0.4.GA', 'Tomcat 5.5']],
  ['Oracle-HTTP-Server-12.2.1.4.0/2.4.39', ['Oracle-HTTP-Server 12.2.1.4.0']],
  ['Avocent DSView 3/3.7.0.71', ['Avocent DSView 3.7.0.71']],
  [
    'Linux/2.6.10, UPnP/1.0, Intel SDK for UPnP devices /1.2',
    ['Linux 2.6.10', 'UPnP 1.0', 'Intel SDK for UPnP devices 1.2'],
  ],
  ['mt-daapd/svn-999', ['mt-daapd svn-999']],
  ['VShell_Special_Edition_2_5_0_204 VShell', ['VShell_Special_Edition 2_5_0_204']],
  ['FreSSH.0.8', ['FreSSH 0.8']],
  ['HUAWEI_VRPV8.0', ['HUAWEI_VRP 8.0']],
  ['Linux x86_64 on ward7.example 1/2.0', []],
  ['Mongrel 1', []],
  ['Acme Pump Gateway/2.1 UPnP/1.0', ['Acme Pump Gateway 2.1', 'UPnP 1.0']],
  ['', []],
]

for (const [greeting, products] of greetings) {
  test(`"${greeting}" names ${products.join(' and ') || 'no product with a version'}`, () => {
    assert.deepEqual(
      readProducts(greeting).map(({ name, version }) => `${name} ${version}`),
      products,
    )
  })
}
