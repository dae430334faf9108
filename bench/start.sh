#!/usr/bin/env bash
# Second start, idle memory and first page of the published program on the sample city: bench/start.sh [DATA]
# Prints seconds from ./run to /health/ready, resident MB after 20 s of rest, and milliseconds of the first page in Chromium (cold cache).
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(realpath -m "${1:-$(mktemp -d)/data}")
port=18099

start() { # seconds until ready
    local begun; begun=$(date +%s.%N)
    ./run --data "$data" --port $port >"$data.log" 2>&1 &
    hub=$!
    until curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null; do
        kill -0 $hub 2>/dev/null || { cat "$data.log"; exit 1; }
        sleep 0.02
    done
    date +%s.%N | awk -v a="$begun" '{ printf "%.2f", $1 - a }'
}

resident() { awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' /proc/$hub/status; }

stop() { kill -TERM $hub; wait $hub 2>/dev/null || true; }

mkdir -p "$data"
start >"$data.first"; echo "first start, s: $(cat "$data.first")"
sleep 30
echo "resident 30 s after the first start with its load, MB: $(resident)"
stop
for round in 1 2 3; do
    start >"$data.second"; echo "second start, round $round, s: $(cat "$data.second")"
    if [ $round = 3 ]; then
        for page in / /datasets /sign-in; do
            profile=$(mktemp -d)
            curl -s -o /dev/null -w "first answer of $page, ms: %{time_total}\n" "http://127.0.0.1:$port$page" | awk '{ print $1, $2, $3, $4, $5, $6 * 1000 }'
            node --experimental-websocket bench/page.mjs "http://127.0.0.1:$port$page" "$profile"
        done
        sleep 20
        echo "idle resident, MB: $(resident)"
    fi
    stop
done
