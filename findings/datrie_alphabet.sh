#!/usr/bin/env bash
# A trie of Python's datrie 0.8.2 takes a key with a letter that is not in the alphabet it was made with, says nothing and does not have the key afterwards: keys in small letters are there, GET
# and get-1 are not. A value below zero is taken too, and reading it is an error without a text.
. "$(dirname "$0")/debian.sh"
debian python3-datrie=0.8.2-4+b1 libdatrie1=0.2.13-2+b1
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu PYTHONPATH=$work/root/usr/lib/python3/dist-packages
cat >"$work/trie.py" <<'END'
import datrie, string
trie = datrie.BaseTrie(string.ascii_lowercase)
for number, key in enumerate(["get", "GET", "put", "get-1"]):
    trie[key] = number
print(trie.items(), len(trie))
trie["get"] = -1
try:
    print(trie["get"])
except SystemError as error:
    print(error)
END
same "[('get', 0), ('put', 2)] 2
error return without exception set" "$(/usr/bin/python3 "$work/trie.py")"
