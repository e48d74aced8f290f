#!/usr/bin/env bash
# reproducible.sh: a clone of the last commit, built in another folder with another name, at another time, gives the same bytes of every package as the build of
# this folder. What isn't committed would differ, so that is a reason to skip.
. "$ROOT/tests/e2e/packages/packages.inc"
[ -z "$(git -C "$ROOT" status --porcelain)" ] || { echo 'SKIPPED: what is not committed here is not in a clone'; exit 77; }
made
git clone -q "$ROOT" "$work/a clone with another name" || exit 1
cd "$work/a clone with another name" || exit 1
PERFECTHASH_PACKAGES=$work/again ./package >"$work/log" 2>&1 || { tail -n 20 "$work/log"; exit 1; }
diff -r "$packages" "$work/again" || complain 'a build in another folder differs'
exit $bad
