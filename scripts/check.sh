#!/usr/bin/env bash
# Everything about the sources that a program can judge; `./dev check` prepares and calls it.
# With --all, clang-tidy reads every file, otherwise those changed since origin/main.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

failed=0
step() {
  printf '%s\n' "== $1" >&2
  shift
  if ! "$@"; then
    failed=1
    printf '%s\n' "-- $1: see above" >&2
  fi
}

since_main() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || echo HEAD)
  git diff --name-only --diff-filter=d "$base" | sort -u
}

mapfile -t sources < <(git ls-files '*.cc' '*.h')
mapfile -t pages < <(git ls-files '*.md')
mapfile -t shell_files < <(git ls-files | xargs -d '\n' grep -lE '^#!/(usr/)?bin/(env )?(ba)?sh')
if [[ ${1:-} == --all ]]; then
  mapfile -t to_tidy < <(git ls-files 'src/*.cc' 'apps/*.cc')
else
  mapfile -t to_tidy < <(since_main | grep -E '^(src|apps)/.*\.cc$')
fi

step "format" clang-format-16 --dry-run --Werror "${sources[@]}"
step "floors" python3 scripts/check_floors.py
step "links" python3 scripts/check_links.py
step "spelling" codespell --ignore-words scripts/codespell_words.txt "${pages[@]}" "${sources[@]}"
step "shell" shellcheck "${shell_files[@]}"
# Some of gcc's options mean nothing to clang.
step "clang-tidy, ${#to_tidy[@]} files (--all for every one)" \
  xargs -r -d '\n' -n 1 -P "$(nproc)" clang-tidy-16 -p build/check --quiet \
  --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument < <(printf '%s\n' "${to_tidy[@]}")

if ((failed)); then
  echo "check: something above needs mending" >&2
else
  echo "check: all well" >&2
fi
exit "$failed"
