#!/usr/bin/env bash
# The compiler of Apache Thrift 0.17.0 takes a constant that its type cannot hold, an i8 of 300 and an i16 of 0x12345, without a warning, and leaves it to the languages: Python has 300 and 74565,
# Java has casts, by which the numbers are 44 and 9029. Of two equal keys in a constant map all have the last one. It refuses an i64 that is too big.
. "$(dirname "$0")/debian.sh"
debian thrift-compiler=0.17.0-2+b2
printf 'const i8 Small = 300\nconst i16 Medium = 0x12345\nconst map<i32, string> Names = { 1: "get", 1: "put" }\n' >"$work/keys.thrift"
printf 'const i64 Big = 0xFFFFFFFFFFFFFFFF\n' >"$work/big.thrift"
thrift() { "$work/root/usr/bin/thrift" -out "$work" "$@" 2>&1 | grep -v '^$' || true; }

same '' "$(thrift --gen py "$work/keys.thrift"; thrift --gen java "$work/keys.thrift")"
same 'Small = 300
Medium = 74565
Names = {
    1: "put",' "$(sed -n '/^Small/,/1:/p' "$work/keys/constants.py")"
same 'byte Small = (byte)300;
short Medium = (short)74565;' "$(grep -oE '(byte|short) (Small|Medium).*' "$work/keysConstants.java")"
same 'This integer is too big: "0xFFFFFFFFFFFFFFFF"' "$(thrift --gen py "$work/big.thrift" | tail -n 1)"
