#!/usr/bin/env bash
# agate 1.6.3, which finds the types of columns for csvkit, takes keys for times: 10h and 16h, as assemblers write hexadecimal numbers, are hours, hexadecimal bytes from 1d to 3d are days, the fractions
# 1/2 and 3/4 are dates of 2001, and the names oct and dec of bases are months of the year 1. A third name, hex, keeps the column a text.
. "$(dirname "$0")/debian.sh"
debian python3-agate=1.6.3-2 python3-babel=2.10.3-1 python-babel-localedata=2.10.3-1 python3-isodate=0.6.1-1 python3-leather=0.3.4-2 python3-parsedatetime=2.6-3 python3-pytimeparse=1.1.5-3 \
  python3-six=1.16.0-4 python3-slugify=4.0.0-2 python3-text-unidecode=1.3-1 python3-tz=2022.7.1-4
cat >"$work/columns.py" <<'END'
import agate, io
for keys in ["10h", "16h"], ["1d", "2d", "3d"], ["1/2", "3/4"], ["oct", "dec"], ["oct", "dec", "hex"]:
    column = agate.Table.from_csv(io.StringIO("key,number\n" + "".join(f"{key},{number}\n" for number, key in enumerate(keys)))).columns["key"]
    print(*keys, "are", *map(repr, map(str, column)))
END
same "10h 16h are '10:00:00' '16:00:00'
1d 2d 3d are '1 day, 0:00:00' '2 days, 0:00:00' '3 days, 0:00:00'
1/2 3/4 are '2001-01-02' '2001-03-04'
oct dec are '0001-10-01' '0001-12-01'
oct dec hex are 'oct' 'dec' 'hex'" "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages /usr/bin/python3 -W ignore "$work/columns.py")"
