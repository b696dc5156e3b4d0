#!/bin/sh
# Depone against Splink on DuckDB and rapidfuzz: same records, same machine, one command.
# usage: bench/linkage_peers.sh [RECORDS] [LOOSE RULES 0-4] [FOLDER WITH linkage_bench]
# Makes a virtual environment in build/peers on first use (needs a package registry). Loose rules
# 0 make about 2 million pairs of a million records, 3 make 24 million.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
records=${1:-1000000}
loose=${2:-3}
bin=${3:-$here/build/release/bin}
peers=$here/build/peers
if [ ! -x "$peers/bin/python" ]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" install --quiet splink pandas numpy pyarrow rapidfuzz
fi
"$bin/linkage_bench" generate "$records" > "$peers/records.csv"
ours=$("$bin/linkage_bench" file "$peers/records.csv" "$loose" | head -1)
echo "$ours"
theirs=$("$peers/bin/python" "$here/bench/peers/splink_peer.py" "$peers/records.csv" "$loose" |
  tail -1)
echo "$theirs"
"$bin/linkage_bench" kernels
"$peers/bin/python" "$here/bench/peers/rapidfuzz_peer.py" "$peers/records.csv"
printf '%s\n%s\n' "$ours" "$theirs" | awk '
  match($0, /all [0-9.]+ CPU s \([0-9.]+ wall/) {
    split(substr($0, RSTART, RLENGTH), w, /[ (]+/); ours = w[2]; our_wall = w[5] }
  match($0, /: [0-9.]+ CPU s; [0-9.]+ wall; P/) {
    split(substr($0, RSTART, RLENGTH), w, " "); theirs = w[2]; their_wall = w[5] }
  END {
    if (ours > 0) printf "Splink takes %.1f times the CPU seconds", theirs / ours
    if (our_wall > 0) printf ", %.1f times as long\n", their_wall / our_wall }'
