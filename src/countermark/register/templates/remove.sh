#!/bin/sh
# @TITLE@
# Moves a banned tool's files out of the way, for every user; nothing is deleted, so --undo puts everything back.
#   (nothing) or --dry-run  says what would be moved
#   --remove                moves it, from the day of the ban on
#   --undo                  moves back what --remove moved
#   --root DIR              works on the system below DIR
set -eu

mode=@MODE@
root=
banned_from=@FROM@ # UTC

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run | --remove | --undo) mode=${1#--} ;;
    --root)
      root=${2%/}
      shift
      ;;
    *) ;; # Jamf Pro passes a mount point, a computer's name and a user's name first
  esac
  shift
done

kept=$root/var/countermark-removed/@TOOL@
list=$kept/list
now=$(date -u +%Y%m%d%H%M%S)

exempt() {
  case $(hostname) in
@EXEMPT@
    *) return 1 ;;
  esac
}

# Whether the folder that holds $1 really lies below $2: a link in a home must not lead root elsewhere.
below() {
  top=$(cd -P "$2" 2>/dev/null && pwd -P) || return 1
  place=$(cd -P "$(dirname "$1")" 2>/dev/null && pwd -P) || return 1
  case $place/ in
    "$top"/*) return 0 ;;
    *) return 1 ;;
  esac
}

take() { # a path, and the folder that it must lie below
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    return 0
  fi
  if ! below "$1" "$2"; then
    echo "left alone, a link leads out of $2: $1"
  elif [ "$mode" = dry-run ]; then
    echo "would move: $1"
  elif [ -e "$kept$1" ] || [ -L "$kept$1" ]; then
    echo "left alone, an earlier removal is kept: $kept$1" >&2
    failed=1
  else
    mkdir -p "$kept$(dirname "$1")"
    printf '%s\n' "$1" >>"$list"
    mv "$1" "$kept$1"
    echo "moved: $1"
  fi
}

take_all() {
  for home in "$root"/Users/* "$root"/home/* "$root"/root "$root"/var/root; do
    [ -d "$home" ] || continue
@HOME@
  done
  for prefix in "$root"/usr/local "$root"/usr "$root"/opt/homebrew; do
    [ -d "$prefix" ] || continue
@PREFIX@
  done
}

put_back() {
  if [ ! -f "$list" ]; then
    echo "nothing was removed"
    return 0
  fi
  while IFS= read -r path; do
    if [ ! -e "$kept$path" ] && [ ! -L "$kept$path" ]; then
      continue
    elif [ -e "$path" ] || [ -L "$path" ] || ! below "$path" "$root/"; then
      echo "cannot be put back, something stands there: $path" >&2
      failed=1
    else
      mv "$kept$path" "$path"
      echo "put back: $path"
    fi
  done <"$list"
  if [ "$failed" = 0 ]; then
    rm -f "$list"
    find "$kept" -depth -type d -empty -delete
  fi
}

failed=0
umask 077
if [ "$mode" = undo ]; then
  put_back
elif exempt; then
  echo "this host is exempt"
elif [ "$mode" = remove ] && [ "$now" -lt "$banned_from" ]; then
  echo "not banned yet; what would be moved on $banned_from:"
  mode=dry-run
  take_all
else
  take_all
fi
exit "$failed"
