#!/usr/bin/env bash
# bare.sh ROOT: in a Debian 12 that has apt and what is essential, made anew in ROOT, README's two commands install what they need, build, and pass. They leave the
# sources as they were, and nothing in a home folder. It is the last commit that is tried, without git. As root: only root can change to a root of its own.
set -u
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -m "$1")
[ "$(id -u)" = 0 ] || { echo 'SKIPPED: only root can change to a root of its own'; exit 77; }
bad=0
complain() { echo "bare.sh: $*"; bad=1; }
rm -rf "$root"
mmdebstrap --quiet --mode=root --variant=minbase bookworm "$root" || exit 1
mkdir -p "$root/src/perfecthash" && git -C "$here/../../.." archive HEAD | tar -x -C "$root/src/perfecthash" || exit 1
cp /etc/resolv.conf "$root/etc/"
sums() { (cd "$root/src/perfecthash" && find . -path ./build -prune -o -type f -print0 | sort -z | xargs -0 sha256sum); }
home() { (cd "$root/root" && find . | sort); }
sums >"$root.sums"
home >"$root.home"

# inside COMMAND: runs it there, with nothing of this machine's but /proc, /dev and the network.
inside() {
  unshare --mount --pid --fork bash -c 'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /usr/bin/env -i HOME=/root TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /src/perfecthash && $2"' inside "$root" "$1" </dev/null >"$root.log" 2>&1
}
inside ./run || complain "./run fails: $(tail -n 20 "$root.log")"
[ "$(find "$root/src/perfecthash/build/run" -name '*.pht' | wc -l)" = 20 ] || complain "./run makes other tables than 20: $(tail -n 20 "$root.log")"
inside ./test || complain "./test fails: $(grep -aE '\*\*\*|Failed|failed' "$root.log" | head -n 40)"
tail -n 1 "$root.log"
tail -n 1 "$root.log" | grep -qE '^[0-9]+ passed, 0 failed, [0-9]+ skipped$' || complain './test does not end with what has passed'
sums | diff "$root.sums" - || complain 'the sources were changed'
home | diff "$root.home" - || complain 'something was left in the home folder'
exit $bad
