#!/usr/bin/env bash
# lowerBound of the npm package @datastructures-js/binary-search-tree 5.4.0 is what C++ has no name for, the greatest key that is not above the one asked for: 4 for 5 in a tree of 4, 8
# and 12. In the npm package bintrees 1.0.2 it is C++'s lower_bound, the least key that is not below it: 8. upperBound(8) is 8 in the first package and 12 in the second one.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" @datastructures-js/binary-search-tree@5.4.0 bintrees@1.0.2
cat >"$work/bounds.js" <<'END'
const { BinarySearchTree } = require('@datastructures-js/binary-search-tree');
const { RBTree } = require('bintrees');
const [first, second] = [new BinarySearchTree((a, b) => a - b), new RBTree((a, b) => a - b)];
for (const key of [4, 8, 12]) first.insert(key), second.insert(key);
for (const key of [3, 5, 8, 13]) {
  const found = [first.lowerBound(key)?.getValue() ?? null, second.lowerBound(key).data(), first.upperBound(key)?.getValue() ?? null, second.upperBound(key).data()];
  console.log(key, JSON.stringify(found));
}
END
same '3 [null,4,4,4]
5 [4,8,8,8]
8 [8,8,8,12]
13 [12,null,null,null]' "$(node "$work/bounds.js")"
