/** Packages of Debian 11 as consoles ship them: binary package, version, and source package where its name differs. */
export const debian11 = `
adduser 3.118
apt 2.2.4
base-files 11.1+deb11u6
base-passwd 3.5.51
bash 5.1-2+deb11u1
bsdutils 1:2.36.1-8+deb11u1 util-linux
bzip2 1.0.8-4
ca-certificates 20210119
coreutils 8.32-4+b1
cron 3.0pl1-137
cups-client 2.3.3op2-3+deb11u2 cups
curl 7.74.0-1.3+deb11u3
dash 0.5.11+git20200708+dd9ef66-5
dbus 1.12.24-0+deb11u1
debconf 1.5.77
debian-archive-keyring 2021.1.1
debianutils 4.11.2
diffutils 1:3.7-5
dirmngr 2.2.27-2+deb11u2 gnupg2
dpkg 1.20.12
e2fsprogs 1.46.2-2
file 1:5.39-3
findutils 4.8.0-1
fontconfig-config 2.13.1-4.2 fontconfig
fonts-dejavu-core 2.37-2 fonts-dejavu
gcc 4:10.2.1-1 gcc-defaults
gnupg 2.2.27-2+deb11u2 gnupg2
gnupg-l10n 2.2.27-2+deb11u2 gnupg2
gnupg-utils 2.2.27-2+deb11u2 gnupg2
gpg 2.2.27-2+deb11u2 gnupg2
gpg-agent 2.2.27-2+deb11u2 gnupg2
gpg-wks-client 2.2.27-2+deb11u2 gnupg2
gpg-wks-server 2.2.27-2+deb11u2 gnupg2
gpgconf 2.2.27-2+deb11u2 gnupg2
gpgsm 2.2.27-2+deb11u2 gnupg2
gpgv 2.2.27-2+deb11u2 gnupg2
grep 3.6-1
gzip 1.10-4+deb11u1
hicolor-icon-theme 0.17-2
hostname 3.23
i2c-tools 4.2-1+b1
ifupdown 0.8.36
imagemagick-6-common 8:6.9.11.60+dfsg-1.3 imagemagick
imagemagick-6.q16 8:6.9.11.60+dfsg-1.3 imagemagick
init-system-helpers 1.60
insserv 1.21.0-1.1
iproute2 5.10.0-4
iptables 1.8.7-1
iputils-ping 3:20210202-1 iputils
kmod 28-1
less 551-2
libacl1 2.2.53-10 acl
libaio1 0.3.112-9 libaio
libaom0 1.0.0.errata1-3 aom
libapr1 1.7.0-6+deb11u1 apr
libaprutil1 1.6.1-5 apr-util
libapt-pkg6.0 2.2.4 apt
libasound2 1.2.4-1.1 alsa-lib
libassuan0 2.5.3-7.1 libassuan
libatomic1 10.2.1-6 gcc-10
libattr1 1:2.4.48-6 attr
libaudit-common 1:3.0-2 audit
libaudit1 1:3.0-2 audit
libblkid1 2.36.1-8+deb11u1 util-linux
libbluetooth3 5.55-3.1 bluez
libboost-filesystem1.74.0 1.74.0-9 boost1.74
libboost-system1.74.0 1.74.0-9 boost1.74
libbpf0 1:0.3-2 libbpf
libbrotli1 1.0.9-2+b2 brotli
libbsd0 0.11.3-1 libbsd
libbz2-1.0 1.0.8-4 bzip2
libc-bin 2.31-13+deb11u5 glibc
libc-l10n 2.31-13+deb11u5 glibc
libc6 2.31-13+deb11u5 glibc
libcairo-gobject2 1.16.0-5 cairo
libcairo-script-interpreter2 1.16.0-5 cairo
libcairo2 1.16.0-5 cairo
libcap-ng0 0.7.9-2.2+b1 libcap-ng
libcap2 1:2.44-1
libcap2-bin 1:2.44-1 libcap2
libcbor0 0.5.0+dfsg-2 libcbor
libcom-err2 1.46.2-2 e2fsprogs
libcrypt1 1:4.4.18-4 libxcrypt
libcups2 2.3.3op2-3+deb11u2 cups
libcurl3-gnutls 7.74.0-1.3+deb11u5 curl
libcurl4 7.74.0-1.3+deb11u3 curl
libdatrie1 0.2.13-1 libdatrie
libdav1d4 0.7.1-3 dav1d
libdb5.3 5.3.28+dfsg1-0.8 db5.3
libdbus-1-3 1.12.24-0+deb11u1 dbus
libde265-0 1.0.8-1 libde265
libdebconfclient0 0.260 cdebconf
libdeflate0 1.7-1 libdeflate
libdjvulibre-text 3.5.28-2 djvulibre
libdjvulibre21 3.5.28-2 djvulibre
libdpkg-perl 1.20.12 dpkg
libdrm2 2.4.104-1 libdrm
libedit2 3.1-20191231-2+b1 libedit
libelf1 0.183-1 elfutils
libevent-2.1-7 2.1.12-stable-1 libevent
libevent-core-2.1-7 2.1.12-stable-1 libevent
libevent-extra-2.1-7 2.1.12-stable-1 libevent
libevent-openssl-2.1-7 2.1.12-stable-1 libevent
libevent-pthreads-2.1-7 2.1.12-stable-1 libevent
libexif12 0.6.22-3 libexif
libexpat1 2.2.10-2+deb11u5 expat
libext2fs2 1.46.2-2 e2fsprogs
libffi7 3.3-6 libffi
libfftw3-double3 3.3.8-2 fftw3
libfido2-1 1.6.0-2 libfido2
libfontconfig1 2.13.1-4.2 fontconfig
libfreetype6 2.10.4+dfsg-1+deb11u1 freetype
libfribidi0 1.0.8-2+deb11u1 fribidi
libgcc-s1 10.2.1-6 gcc-10
libgcrypt20 1.8.7-6
libgd3 2.3.0-2 libgd2
libgdbm-compat4 1.19-2 gdbm
libgdbm6 1.19-2 gdbm
libgdk-pixbuf-2.0-0 2.42.2+dfsg-1+deb11u1 gdk-pixbuf
libgdk-pixbuf2.0-bin 2.42.2+dfsg-1+deb11u1 gdk-pixbuf
libgdk-pixbuf2.0-common 2.42.2+dfsg-1+deb11u1 gdk-pixbuf
libgirepository-1.0-1 1.66.1-1+b1 gobject-introspection
libgl1-mesa-dri 20.3.5-1 mesa
libglib2.0-0 2.66.8-1 glib2.0
libglib2.0-bin 2.66.8-1 glib2.0
libglib2.0-data 2.66.8-1 glib2.0
libgmp10 2:6.2.1+dfsg-1+deb11u1 gmp
libgmpxx4ldbl 2:6.2.1+dfsg-1+deb11u1 gmp
libgnutls30 3.7.1-5+deb11u2 gnutls28
libgomp1 10.2.1-6 gcc-10
libgpg-error0 1.38-2 libgpg-error
libgraphite2-3 1.3.14-1 graphite2
libgssapi-krb5-2 1.18.3-6+deb11u3 krb5
libgssrpc4 1.18.3-6+deb11u3 krb5
libharfbuzz0b 2.7.4-1 harfbuzz
libheif1 1.11.0-1 libheif
libhogweed6 3.7.3-1 nettle
libi2c0 4.2-1+b1 i2c-tools
libice6 2:1.0.10-1 libice
libicu67 67.1-7 icu
libidn2-0 2.3.0-5 libidn2
libilmbase25 2.5.4-1 ilmbase
libisl23 0.23-1 isl
libjbig0 2.1-3.1+b2 jbigkit
libjpeg62-turbo 1:2.0.6-4 libjpeg-turbo
libk5crypto3 1.18.3-6+deb11u3 krb5
libkadm5clnt-mit12 1.18.3-6+deb11u3 krb5
libkadm5srv-mit12 1.18.3-6+deb11u3 krb5
libkdb5-10 1.18.3-6+deb11u3 krb5
libkeyutils1 1.6.1-2 keyutils
libkmod2 28-1 kmod
libkrb5-3 1.18.3-6+deb11u3 krb5
libkrb5support0 1.18.3-6+deb11u3 krb5
libksba8 1.5.0-3+deb11u2 libksba
liblcms2-2 2.12~rc1-2 lcms2
libldap-2.4-2 2.4.57+dfsg-3+deb11u1 openldap
liblqr-1-0 0.4.2-2.1 liblqr
libltdl7 2.4.6-15 libtool
liblz4-1 1.9.3-2 lz4
liblzma5 5.2.5-2.1~deb11u1 xz-utils
liblzo2-2 2.10-2 lzo2
libmagic-mgc 1:5.39-3 file
libmagic1 1:5.39-3 file
libmagickcore-6-arch-config 8:6.9.11.60+dfsg-1.3 imagemagick
libmagickcore-6.q16-6 8:6.9.11.60+dfsg-1.3 imagemagick
libmagickcore-6.q16-6-extra 8:6.9.11.60+dfsg-1.3 imagemagick
libmagickwand-6.q16-6 8:6.9.11.60+dfsg-1.3 imagemagick
libmariadb-dev-compat 1:10.5.18-0+deb11u1 mariadb-10.5
libmariadb3 1:10.5.18-0+deb11u1 mariadb-10.5
libmaxminddb0 1.5.2-1 libmaxminddb
libmd0 1.0.3-3 libmd
libmnl0 1.0.4-3 libmnl
libmount1 2.36.1-8+deb11u1 util-linux
libmpc3 1.2.0-1 mpclib3
libmpdec3 2.5.1-1 mpdecimal
libmpfr6 4.1.0-3 mpfr4
libncurses6 6.2+20201114-2 ncurses
libncursesw6 6.2+20201114-2 ncurses
libnettle8 3.7.3-1 nettle
libnghttp2-14 1.43.0-1 nghttp2
libnpth0 1.6-3 npth
libnsl2 1.3.0-2 libnsl
libnuma1 2.0.12-1+b1 numactl
libonig5 6.9.6-1.1 libonig
libopenexr25 2.5.4-2+deb11u1 openexr
libopenjp2-7 2.4.0-3 openjpeg2
libp11-kit0 0.23.22-1 p11-kit
libpam-modules 1.4.0-9+deb11u1 pam
libpam-modules-bin 1.4.0-9+deb11u1 pam
libpam-runtime 1.4.0-9+deb11u1 pam
libpam0g 1.4.0-9+deb11u1 pam
libpango-1.0-0 1.46.2-3 pango1.0
libpangocairo-1.0-0 1.46.2-3 pango1.0
libpangoft2-1.0-0 1.46.2-3 pango1.0
libpcre16-3 2:8.39-13 pcre3
libpcre2-16-0 10.36-2+deb11u1 pcre2
libpcre2-32-0 10.36-2+deb11u1 pcre2
libpcre2-8-0 10.36-2+deb11u1 pcre2
libpcre2-posix2 10.36-2+deb11u1 pcre2
libpcre3 2:8.39-13 pcre3
libpcre32-3 2:8.39-13 pcre3
libpcrecpp0v5 2:8.39-13 pcre3
libperl5.32 5.32.1-4+deb11u2 perl
libpixman-1-0 0.40.0-1.1~deb11u1 pixman
libpng16-16 1.6.37-3 libpng1.6
libpq5 13.9-0+deb11u1 postgresql-13
libprocps8 2:3.3.17-5 procps
libprotobuf-lite23 3.12.4-1 protobuf
libprotobuf23 3.12.4-1 protobuf
libpsl5 0.21.0-1.2 libpsl
libpython3-stdlib 3.9.2-3 python3-defaults
libpython3.9-minimal 3.9.2-1 python3.9
libpython3.9-stdlib 3.9.2-1 python3.9
libqt5core5a 5.15.2+dfsg-9 qtbase-opensource-src
libqt5gui5 5.15.2+dfsg-9 qtbase-opensource-src
libqt5network5 5.15.2+dfsg-9 qtbase-opensource-src
libqt5widgets5 5.15.2+dfsg-9 qtbase-opensource-src
libquadmath0 10.2.1-6 gcc-10
libreadline8 8.1-1 readline
librsvg2-2 2.50.3+dfsg-1 librsvg
librsvg2-common 2.50.3+dfsg-1 librsvg
librtmp1 2.4+20151223.gitfa8646d.1-2+b2 rtmpdump
libsasl2-2 2.1.27+dfsg-2.1+deb11u1 cyrus-sasl2
libsasl2-modules-db 2.1.27+dfsg-2.1+deb11u1 cyrus-sasl2
libseccomp2 2.5.1-1+deb11u1 libseccomp
libselinux1 3.1-3 libselinux
libsemanage-common 3.1-1 libsemanage
libsemanage1 3.1-1+b2 libsemanage
libsepol1 3.1-1 libsepol
libserf-1-1 1.3.9-10 serf
libsigsegv2 2.13-1 libsigsegv
libsm6 2:1.2.3-1 libsm
libsmartcols1 2.36.1-8+deb11u1 util-linux
libsodium23 1.0.18-1 libsodium
libsqlite3-0 3.34.1-3 sqlite3
libss2 1.46.2-2 e2fsprogs
libssh2-1 1.9.0-2 libssh2
libssl1.1 1.1.1n-0+deb11u3 openssl
libstdc++6 10.2.1-6 gcc-10
libsystemd0 247.3-7+deb11u1 systemd
libtasn1-6 4.16.0-2
libtcl8.6 8.6.11+dfsg-1 tcl8.6
libthai-data 0.1.28-3 libthai
libthai0 0.1.28-3 libthai
libtiff5 4.2.0-1+deb11u3 tiff
libtiffxx5 4.2.0-1+deb11u3 tiff
libtinfo6 6.2+20201114-2 ncurses
libtirpc-common 1.3.1-1+deb11u1 libtirpc
libtirpc3 1.3.1-1+deb11u1 libtirpc
libtk8.6 8.6.11-2 tk8.6
libudev1 247.3-7+deb11u1 systemd
libunistring2 0.9.10-4 libunistring
libusb-1.0-0 2:1.0.24-3 libusb-1.0
libutf8proc2 2.5.0-1 utf8proc
libuuid1 2.36.1-8+deb11u1 util-linux
libwebp6 0.6.1-2.1 libwebp
libwebpdemux2 0.6.1-2.1 libwebp
libwebpmux3 0.6.1-2.1 libwebp
libwmf0.2-7 0.2.8.4-17 libwmf
libx11-6 2:1.7.2-1 libx11
libx11-data 2:1.7.2-1 libx11
libx265-192 3.4-2 x265
libxau6 1:1.0.9-1 libxau
libxcb-render0 1.14-3 libxcb
libxcb-shm0 1.14-3 libxcb
libxcb1 1.14-3 libxcb
libxdmcp6 1:1.1.2-3 libxdmcp
libxext6 2:1.3.3-1.1 libxext
libxft2 2.3.2-2 xft
libxml2 2.9.10+dfsg-6.7+deb11u3
libxpm4 1:3.5.12-1 libxpm
libxrender1 1:0.9.10-1 libxrender
libxslt1.1 1.1.34-4+deb11u1 libxslt
libxss1 1:1.2.3-1 libxss
libxt6 1:1.2.0-1 libxt
libxtables12 1.8.7-1 iptables
libxxhash0 0.8.0-2 xxhash
libyaml-0-2 0.2.2-1 libyaml
libzip4 1.7.3-1 libzip
libzstd1 1.4.8+dfsg-2.1 libzstd
linux-image-5.10.0-21-amd64 5.10.162-1 linux
locales 2.31-13+deb11u5 glibc
login 1:4.8.1-1 shadow
logrotate 3.18.0-2+deb11u1
logsave 1.46.2-2 e2fsprogs
lsb-base 11.1.0 lsb
mariadb-common 1:10.5.18-0+deb11u1 mariadb-10.5
mawk 1.3.4.20200120-2
media-types 4.0.0
mount 2.36.1-8+deb11u1 util-linux
mysql-common 5.8+1.0.7 mysql-defaults
nano 5.4-2+deb11u1
ncurses-base 6.2+20201114-2 ncurses
ncurses-bin 6.2+20201114-2 ncurses
net-tools 1.60+git20181103.0eebece-1
netbase 6.3
ntp 1:4.2.8p15+dfsg-1
openssh-client 1:8.4p1-5+deb11u1 openssh
openssh-server 1:8.4p1-5+deb11u1 openssh
openssh-sftp-server 1:8.4p1-5+deb11u1 openssh
openssl 1.1.1n-0+deb11u3
passwd 1:4.8.1-1 shadow
perl 5.32.1-4+deb11u2
perl-base 5.32.1-4+deb11u2 perl
pinentry-curses 1.1.0-4 pinentry
procps 2:3.3.17-5
psmisc 23.4-2
python3 3.9.2-3 python3-defaults
python3-distutils 3.9.2-1 python3-stdlib-extensions
python3-lib2to3 3.9.2-1 python3-stdlib-extensions
python3-minimal 3.9.2-3 python3-defaults
python3.9 3.9.2-1
python3.9-minimal 3.9.2-1 python3.9
readline-common 8.1-1 readline
rsyslog 8.2102.0-2+deb11u1
sed 4.7-1
sensible-utils 0.0.14
shared-mime-info 2.0-1
startpar 0.64-3
sudo 1.9.5p2-3
systemd 247.3-7+deb11u1
sysvinit-utils 2.96-7+deb11u1 sysvinit
tar 1.34+dfsg-1
tzdata 2021a-1+deb11u8
ucf 3.0043
udev 247.3-7+deb11u1 systemd
unzip 6.0-26+deb11u1
usbutils 1:013-3
util-linux 2.36.1-8+deb11u1
wget 1.21-1+deb11u1
x11-common 1:7.7+22 xorg
xserver-xorg-core 2:1.20.11-1+deb11u5 xorg-server
xz-utils 5.2.5-2.1~deb11u1
zlib1g 1:1.2.11.dfsg-2+deb11u2 zlib`
