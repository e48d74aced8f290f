#!/usr/bin/env bash
# The npm package doublearray 0.0.2, a trie from words to numbers, holds a value of 2^31 and more without an error and gives -1 for it, which is its answer for a word that it
# does not have; `contain` says that the word is there. 2^31 - 1 comes back.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" doublearray@0.0.2
cat >"$work/words.js" <<'END'
const trie = require('doublearray').builder().build([{k: 'get', v: 2147483647}, {k: 'put', v: 2147483648}]);
for (const word of ['get', 'put', 'end']) console.log(word, trie.contain(word), trie.lookup(word));
END
same 'get true 2147483647
put true -1
end false -1' "$(node "$work/words.js")"
