/** Packages of an Alpine 3.15 gateway: package, version, and source package where its name differs. */
export const alpine315 = `
alpine-baselayout 3.2.0-r18
alpine-keys 2.4-r1
apk-tools 2.12.7-r3
bash 5.1.16-r0
brotli-libs 1.0.9-r5 brotli
busybox 1.34.1-r5
c-ares 1.18.1-r1
ca-certificates-bundle 20211220-r0 ca-certificates
curl 7.80.0-r4
dnsmasq 2.86-r0
expat 2.4.9-r0
icu-libs 69.1-r1 icu
iptables 1.8.7-r1
krb5-libs 1.19.3-r0 krb5
libblkid 2.37.4-r0 util-linux
libbz2 1.0.8-r1 bzip2
libc-utils 0.7.2-r3 libc-dev
libcap 2.61-r0
libcrypto1.1 1.1.1n-r0 openssl
libcurl 7.80.0-r4 curl
libedit 20210910.3.1-r0
libffi 3.4.2-r1
libgcc 10.3.1_git20211027-r0 gcc
libldap 2.6.2-r0 openldap
libretls 3.3.4-r3
libsasl 2.1.28-r0 cyrus-sasl
libssl1.1 1.1.1n-r0 openssl
libstdc++ 10.3.1_git20211027-r0 gcc
libuuid 2.37.4-r0 util-linux
libxml2 2.9.13-r0
libxslt 1.1.35-r0
musl 1.2.2-r7
musl-utils 1.2.2-r7 musl
ncurses-libs 6.3_p20211120-r0 ncurses
nghttp2-libs 1.46.0-r0 nghttp2
oniguruma 6.9.7.1-r0
scanelf 1.3.3-r0 pax-utils
sqlite-libs 3.36.0-r0 sqlite
ssl_client 1.34.1-r5 busybox
su-exec 0.2-r1
tzdata 2022a-r0
xz-libs 5.2.5-r0 xz
zlib 1.2.12-r0
zstd-libs 1.5.0-r0 zstd
`

/** Packages of an Alpine 3.18 gateway. */
export const alpine318 = `
alpine-baselayout 3.4.3-r1
alpine-baselayout-data 3.4.3-r1 alpine-baselayout
alpine-keys 2.4-r1
apk-tools 2.14.0-r2
brotli-libs 1.0.9-r14 brotli
busybox 1.36.1-r4
busybox-binsh 1.36.1-r4 busybox
ca-certificates 20230506-r0
ca-certificates-bundle 20230506-r0 ca-certificates
curl 8.4.0-r0
jq 1.6-r3
libc-utils 0.7.2-r5 libc-dev
libcrypto3 3.1.3-r0 openssl
libcurl 8.4.0-r0 curl
libidn2 2.3.4-r1
libssl3 3.1.3-r0 openssl
libunistring 1.1-r1
musl 1.2.4-r2
musl-utils 1.2.4-r2 musl
nghttp2-libs 1.57.0-r0 nghttp2
oniguruma 6.9.8-r1
scanelf 1.3.7-r1 pax-utils
ssl_client 1.36.1-r4 busybox
zlib 1.2.13-r1
`
