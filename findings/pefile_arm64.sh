#!/usr/bin/env bash
# pefile 2023.2.7 shows no function of an ARM64 image. The image's exception directory has its entries (8 bytes each), the x64 build of the same library is
# read, but for ARM64 the attribute DIRECTORY_ENTRY_EXCEPTION is missing, without a warning.
. "$(dirname "$0")/debian.sh"
debian python3-pefile=2023.2.7-1 python3-future=0.18.2-6
nuget sqlitepclraw.lib.e_sqlite3 2.1.11

cat >"$work/functions.py" <<'END'
import pefile, sys
for machine in "win-arm64", "win-x64":
    image = pefile.PE(f"{sys.argv[1]}/runtimes/{machine}/native/e_sqlite3.dll")
    size = image.OPTIONAL_HEADER.DATA_DIRECTORY[pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXCEPTION"]].Size
    shown = len(getattr(image, "DIRECTORY_ENTRY_EXCEPTION", []))
    warned = sum("xception" in line for line in image.get_warnings())
    print(f"{machine}: {size} bytes, {shown} functions shown, {warned} warnings of exceptions")
END
same 'win-arm64: 18696 bytes, 0 functions shown, 0 warnings of exceptions
win-x64: 61116 bytes, 5093 functions shown, 0 warnings of exceptions' \
  "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages python3 "$work/functions.py" "$work/sqlitepclraw.lib.e_sqlite3")"
