# Names of Debian packages that the project needs, and how to install what is missing. Sourced by ./run and ./test.

build_packages=(g++ cmake ninja-build ccache pkg-config python3 esbuild gettext libboost1.81-dev libboost-url1.81-dev
  libboost-json1.81-dev libboost-program-options1.81-dev libsqlite3-dev libpq-dev libicu-dev libsodium-dev libssl-dev
  libcurl4-openssl-dev libgmime-3.0-dev libxml2-dev libfmt-dev libqrencode-dev libseccomp-dev libvips-dev libpango1.0-dev libical-dev
  fonts-liberation2 zlib1g-dev libjemalloc-dev libxapian-dev libarchive-dev libgtest-dev libgmock-dev)
test_packages=(postgresql-15 python3-aiosmtpd nodejs npm chromium poppler-utils fonts-noto-core curl clang libclang-rt-14-dev libfuzzer-14-dev)

install_missing() {
  local missing=() package
  for package in "$@"; do
    # A command that is there by other means (nodejs from elsewhere brings npm) counts as installed.
    case $package in
      npm | nodejs) command -v "${package%js}" > /dev/null 2>&1 && continue ;;
    esac
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing: ${missing[*]}"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# configure PRESET [CMAKE OPTION...]
configure() {
  # What one checkout compiled, another one beside it need not compile again.
  export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
  local preset=$1
  shift
  cmake --preset "$preset" "$@" > "build-$preset.log" 2>&1 || { cat "build-$preset.log"; rm -f "build-$preset.log"; return 1; }
  rm -f "build-$preset.log"
}
