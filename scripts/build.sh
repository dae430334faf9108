# Sourced by run, cityhub and test from the repository's root: needs checked, reference data and program built. Sets CITYHUB.
need() { echo "缺少 $1。$2 / $1 is missing. $2" >&2; exit 1; }

install_debian() { # package...: installs what is missing where this user can
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 \
        || { apt-get update >/dev/null 2>&1 && apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1; }
}

command -v dotnet >/dev/null || need ".NET SDK 10" "安装 dotnet-sdk-10.0 / install dotnet-sdk-10.0"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

CITYHUB="$PWD/publish/cityhub"
# A second start builds nothing while no source is newer than the last build.
changed() {
    [ ! -x "$CITYHUB" ] || [ ! -f publish/.built ] || [ -n "$(find src samples Directory.*.props global.json \
        \( -name bin -o -name obj -o -name node_modules -o -path src/Web/wwwroot/lib \) -prune -o -newer publish/.built -print -quit)" ]
}
if changed; then
    command -v npm >/dev/null || install_debian nodejs npm || need "Node.js" "安装 nodejs 和 npm / install nodejs and npm"
    # The clock of a clean machine is its user's: say what is done and how long it takes.
    echo "正在准备参考数据与程序，首次约需一两分钟 / Preparing reference data and program, a minute or two the first time"
    begun=$(mktemp) # dated before the build: a source edited meanwhile is newer
    node samples/set-up.mjs
    rm -rf publish
    dotnet publish src/Host -c Release -o publish -v q -nologo
    mv "$begun" publish/.built
fi
