#!/usr/bin/env bash
# guids.sh: the key of a GUID in Python, Java, JavaScript and Go is what docs/reference/languages.md says. Each expression is read from the table there, and
# must find each of 200 GUIDs at its position. A language whose tool is missing is passed over; Python is not.
set -eu
work=$(mktemp -d) page=$ROOT/docs/reference/languages.md asked=0
trap 'rm -rf "$work"' EXIT
PATH=/usr/local/bin:/usr/bin:/bin
cd "$work"
python3 -c 'import random, uuid
random.seed(3)
for _ in range(200): print(uuid.UUID(int=random.getrandbits(128)))' >ids.txt
"$BIN/perfecthash" ids.txt . --Contains --Outputs=Python,Java,JavaScript,Go --Quiet
cp ids_*/* .

# key LANGUAGE: its expression, from the row of the section on GUIDs
key() { sed -n '/^## GUIDs/,/^## R/s/^| '"$1"' |.*| `\(.*\)` |$/\1/p' "$page" | sed 's/\\|/|/g' | grep .; }
# finds LANGUAGE COMMAND...: the program finds each
finds() {
  local language=$1 told
  shift
  told=$("$@") && [ "$told" = 200 ] || { echo "$language: $told of 200 were found"; exit 1; }
  asked=$((asked + 1))
}

cat >main.py <<END
import uuid, ids
print(sum(ids.find($(key Python)) == i for i, id in enumerate(map(uuid.UUID, open("ids.txt").read().split()))))
END
finds Python python3 main.py
if command -v node >/dev/null; then
  cat >main.mjs <<END
import { readFileSync } from "node:fs";
import { find } from "./ids.mjs";
const keys = readFileSync("ids.txt", "utf8").trim().split("\n").map(id => id.split("-")).map(([a, b, c, d, e]) => $(key JavaScript));
console.log(keys.filter((key, i) => find(key) === i).length);
END
  finds JavaScript node main.mjs
fi
if command -v javac >/dev/null; then
  cat >Main.java <<END
public class Main {
    public static void main(String[] arguments) throws Exception {
        int row = 0, found = 0;
        for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("ids.txt"))) {
            java.util.UUID id = java.util.UUID.fromString(line);
            long m = id.getMostSignificantBits();
            found += Ids.find($(key Java)) == row++ ? 1 : 0;
        }
        System.out.println(found);
    }
}
END
  javac -d classes Ids.java Main.java
  finds Java java -cp classes Main
fi
if command -v go >/dev/null; then
  mkdir ids && mv ids.go ids
  cat >main.go <<END
package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"guids/ids"
)

func main() {
	text, _ := os.ReadFile("ids.txt")
	b, found := binary.BigEndian, 0
	for row, line := range strings.Fields(string(text)) {
		id, _ := hex.DecodeString(strings.ReplaceAll(line, "-", ""))
		if position, ok := ids.Lookup($(key Go)); ok && position == uint32(row) {
			found++
		}
	}
	fmt.Println(found)
}
END
  printf 'module guids\n\ngo 1.18\n' >go.mod
  GOTOOLCHAIN=local GOFLAGS=-mod=mod GOCACHE=$work/cache go build -o main .
  finds Go ./main
fi
echo "$asked languages"
