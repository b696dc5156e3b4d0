#!/bin/sh
# Depone against Splink on DuckDB: same records, same machine, CPU seconds, one command.
# usage: bench/linkage_peers.sh [RECORDS] [FOLDER WITH linkage_bench]; makes a virtual environment in
# build/peers on first use (needs a package registry).
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
records=${1:-1000000}
bin=${2:-$here/build/release/bin}
peers=$here/build/peers
if [ ! -x "$peers/bin/python" ]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" install --quiet splink
fi
"$bin/linkage_bench" generate "$records" > "$peers/records.csv"
ours=$("$bin/linkage_bench" speed "$records" | head -1)
theirs=$("$peers/bin/python" "$here/bench/peers/splink_peer.py" "$peers/records.csv" | tail -1)
echo "$ours"
echo "$theirs"
printf '%s\n%s\n' "$ours" "$theirs" | awk '
  match($0, /all [0-9.]+ CPU/) { ours = substr($0, RSTART + 4, RLENGTH - 8) }
  match($0, /: [0-9.]+ CPU s; P/) { theirs = substr($0, RSTART + 2, RLENGTH - 11) }
  END { if (ours > 0) printf "Splink takes %.1f times the CPU seconds\n", theirs / ours }'
