# debian.sh: sourced by the others. Makes a temporary folder, $work, that goes with the script.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Downloads packages of Debian (NAME=VERSION) and unpacks them into $work/root; nothing of the system changes.
debian() {
  (cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "$@")
  for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/root"; done
}

# Downloads a package of NuGet (NAME VERSION, small letters) and unpacks it into $work/NAME.
nuget() {
  curl -sSfL -o "$work/$1.zip" "https://api.nuget.org/v3-flatcontainer/$1/$2/$1.$2.nupkg"
  unzip -qo "$work/$1.zip" -d "$work/$1"
}

# Fails unless the second text, what was seen, is the first one.
same() {
  [ "$1" = "$2" ] || { printf 'changed: expected\n%s\nseen\n%s\n' "$1" "$2"; exit 1; }
  printf '%s\n' "$2"
}
